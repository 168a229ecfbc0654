"""Spans of OpenTelemetry, sent in batches by a thread of their own. See `tracing`.

An absent collector costs its spans and nothing else: they are dropped, and the log says so.
"""

from __future__ import annotations

import asyncio
import re
import threading
import time
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Any, Self

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import (
    NonRecordingSpan,
    SpanContext,
    SpanKind,
    Status,
    StatusCode,
    TraceFlags,
)

from services.chassis.base.errors import PasserelleError
from services.chassis.observability.tracing import CURRENT, Facts, Kind

SEND_TIMEOUT_SECONDS = 3.0
STOP_SECONDS = 2.0
"""How long a stop waits for the last spans to leave."""
NAMES = {
    "method": "http.request.method",
    "route": "http.route",
    "status": "http.response.status_code",
    "group": "messaging.consumer.group.name",
    "event_id": "messaging.message.id",
}
"""Facts that OpenTelemetry has a name for; the others are ours."""
_TRACEPARENT = re.compile(r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")
_KINDS = {
    "internal": SpanKind.INTERNAL,
    "server": SpanKind.SERVER,
    "client": SpanKind.CLIENT,
    "producer": SpanKind.PRODUCER,
    "consumer": SpanKind.CONSUMER,
}


class _Timed:
    """One span, current while its block runs."""

    def __init__(self, opened: trace.Span) -> None:
        self._span = opened
        self._in_it: AbstractContextManager[trace.Span] | None = None

    def say(self, **facts: Any) -> None:
        self._span.set_attributes(_attributes(facts))

    def rename(self, name: str) -> None:
        self._span.update_name(name)

    def fail(self) -> None:
        self._span.set_status(Status(StatusCode.ERROR))

    def end(self) -> None:
        if self._span.is_recording():
            self._span.end()

    def __enter__(self) -> Self:
        # What an exception says may quote what was typed: its type is told, below.
        self._in_it = trace.use_span(
            self._span, record_exception=False, set_status_on_exception=False
        )
        self._in_it.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        stack: TracebackType | None,
    ) -> None:
        if self._in_it is not None:
            self._in_it.__exit__(None, None, None)
        if kind is not None:
            self.say(outcome=kind.__name__)
            if _is_failure(error):
                self.fail()
        self.end()

    async def __aenter__(self) -> Self:
        return self.__enter__()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        stack: TracebackType | None,
    ) -> None:
        self.__exit__(kind, error, stack)


class Exporting:
    """Makes the spans of every service of this process."""

    def __init__(self, endpoint: str) -> None:
        address = f"{endpoint.rstrip('/')}/v1/traces"
        self._exporter = OTLPSpanExporter(address, timeout=SEND_TIMEOUT_SECONDS)
        self._processor = BatchSpanProcessor(self._exporter)
        self._tracers: dict[str, trace.Tracer] = {}

    def span(self, service: str, name: str, kind: Kind, parent: str | None, facts: Facts) -> _Timed:
        context = None if parent == CURRENT else _context(parent)
        return _Timed(
            self._tracer(service).start_span(
                name, context, _KINDS[kind], attributes=_attributes(dict(facts))
            )
        )

    def current(self) -> str | None:
        return _text(trace.get_current_span().get_span_context())

    def start(self, service: str, name: str) -> str:
        opened = self._tracer(service).start_span(name, Context(), SpanKind.PRODUCER)
        opened.end()
        return _text(opened.get_span_context()) or ""

    def tell(self, service: str, name: str, kind: Kind, parent: str, since_ns: int) -> None:
        self._tracer(service).start_span(
            name, _context(parent), _KINDS[kind], start_time=since_ns
        ).end(time.time_ns())

    async def stop(self) -> None:
        """Send what waits, within a few seconds."""
        await asyncio.to_thread(self._stop)

    def _stop(self) -> None:
        # Without it an absent collector would be tried again for as long as its spans last.
        timer = threading.Timer(STOP_SECONDS, self._exporter.shutdown)
        timer.start()
        self._processor.shutdown()  # type: ignore[no-untyped-call] # their signature lacks one
        timer.cancel()

    def _tracer(self, service: str) -> trace.Tracer:
        if service not in self._tracers:
            named = Resource.create({"service.name": service, "service.namespace": "passerelle"})
            provider = TracerProvider(resource=named, shutdown_on_exit=False)
            provider.add_span_processor(self._processor)
            self._tracers[service] = provider.get_tracer("passerelle")
        return self._tracers[service]


def _attributes(facts: dict[str, Any]) -> dict[str, Any]:
    return {NAMES.get(name, f"passerelle.{name}"): value for name, value in facts.items()}


def _is_failure(error: object) -> bool:
    """Whether it is more than a refusal, which is an answer like another."""
    if isinstance(error, PasserelleError):
        return error.status >= 500
    return isinstance(error, Exception) and getattr(error, "is_failure", True)


def _text(context: SpanContext) -> str | None:
    if not context.is_valid:
        return None
    return f"00-{context.trace_id:032x}-{context.span_id:016x}-{context.trace_flags:02x}"


def _context(traceparent: str | None) -> Context:
    """The context of a span told by another process; without one a trace starts."""
    if traceparent is None or not _TRACEPARENT.fullmatch(traceparent):
        return Context()
    _, trace_id, span_id, flags = traceparent.split("-")
    told = SpanContext(
        int(trace_id, 16), int(span_id, 16), is_remote=True, trace_flags=TraceFlags(int(flags, 16))
    )
    return trace.set_span_in_context(NonRecordingSpan(told), Context())
