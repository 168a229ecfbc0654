"""Traces: the way of one click through the services, told to an OpenTelemetry collector.

Off at no cost until `collecting` is given an address: nothing of OpenTelemetry is imported, and a
span is one shared object that does nothing. What a span may say is `Facts`, and nothing else: no
address, no query, no message of an exception, no id of a person.

A trace stays inside one audience, as a correlation does: see `Author` in the journal.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from types import TracebackType
from typing import Literal, Protocol, TypedDict, Unpack

Kind = Literal["internal", "server", "client", "producer", "consumer"]
HEADER = "ce-traceparent"
QUESTION_HEADER = "traceparent"


class Facts(TypedDict, total=False):
    """All that a span may say."""

    method: str
    route: str
    """Template of the path, never the path."""
    status: int
    correlation_id: str
    event: str
    """Kind: `<service>.<event>.v<n>`."""
    event_id: str
    events: int
    """How many were recorded."""
    group: str
    job: str
    question: str
    template: str
    """Which of our mails."""
    attempt: int
    outcome: str
    """A word, a code, or the type of an exception."""


class Span(Protocol):
    """Something that takes time; entered by `with` or `async with`, which gives it."""

    def say(self, **facts: Unpack[Facts]) -> None:
        """Add facts."""

    def rename(self, name: str) -> None:
        """Call it otherwise, once more is known. Names are few: no id in them."""

    def fail(self) -> None:
        """Mark it as what an operator should look at."""

    def end(self) -> None:
        """Count no more time, although the block goes on."""


class Entered(Protocol):
    """What `span` returns."""

    def __enter__(self) -> Span: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        stack: TracebackType | None,
        /,
    ) -> bool | None: ...

    async def __aenter__(self) -> Span: ...

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        stack: TracebackType | None,
        /,
    ) -> bool | None: ...


class Tracer(Protocol):
    """What `exporting` does when traces are on."""

    def span(
        self, service: str, name: str, kind: Kind, parent: str | None, facts: Facts
    ) -> Entered: ...

    def current(self) -> str | None: ...

    def start(self, service: str, name: str) -> str: ...

    def tell(self, service: str, name: str, kind: Kind, parent: str, since_ns: int) -> None: ...


class _Silent:
    """The span of when traces are off."""

    def say(self, **facts: Unpack[Facts]) -> None:
        pass

    def rename(self, name: str) -> None:
        pass

    def fail(self) -> None:
        pass

    def end(self) -> None:
        pass


CURRENT = "current"
"""As `parent` of a span: whatever span we are in, if any."""

_silent: Entered = nullcontext(_Silent())
_tracer: Tracer | None = None


def is_on() -> bool:
    """Whether spans go anywhere."""
    return _tracer is not None


def span(
    service: str,
    name: str,
    *,
    kind: Kind = "internal",
    parent: str | None = CURRENT,
    **facts: Unpack[Facts],
) -> Entered:
    """Time the block as a part of the trace.

    `parent` is the `traceparent` that came from elsewhere, or None to start a trace.
    """
    if _tracer is None:
        return _silent
    return _tracer.span(service, name, kind, parent, facts)


def traceparent() -> str | None:
    """The current span, as another process continues it (W3C); None outside of any."""
    return None if _tracer is None else _tracer.current()


def carried() -> dict[str, str] | None:
    """Headers of a question that is a part of the trace; None when there are none to add."""
    current = traceparent()
    return None if current is None else {QUESTION_HEADER: current}


def carried_by(headers: Mapping[str, str] | None) -> str | None:
    """The `parent` of what answers a question."""
    return (headers or {}).get(QUESTION_HEADER)


def trace_apart(service: str, name: str) -> str | None:
    """Start a trace that nothing ties to the current one; return its `traceparent`."""
    return None if _tracer is None else _tracer.start(service, name)


def started() -> int:
    """When something that `tell_events` will tell begins."""
    return time.time_ns()


def tell_events(
    service: str, verb: str, headers: Iterable[Mapping[str, str]], *, kind: Kind, since_ns: int
) -> None:
    """Add what was just done to many events at once to the trace of each."""
    if _tracer is None:
        return
    for one in headers:
        parent = one.get(HEADER)
        if parent is not None:
            name = f"{verb} {kind_of_event(one)}"
            _tracer.tell(service, name, kind, parent, since_ns)


def kind_of_event(headers: Mapping[str, str]) -> str:
    """The kind of event: `<service>.<event>.v<n>`."""
    return headers.get("ce-type", "").removeprefix("fr.passerelle.")


def switch(tracer: Tracer | None) -> None:
    """Give spans somewhere to go, or nowhere any more."""
    global _tracer  # noqa: PLW0603 - one per process, as logging
    _tracer = tracer
