"""Telling open pages that a read model moved: server-sent events.

A page is never told *what* changed by the bus: it is told *that* something changed, up to which
revision, and reads the read model again. So a lost signal costs at most one heartbeat, and a page
that connects late catches up from the revision it was rendered with.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import StreamingResponse
from nats.aio.msg import Msg

from services.chassis.base.parse_input import whole_number
from services.chassis.nats.connection import Bus

HEARTBEAT_SECONDS = 15.0
RECONNECT_MILLISECONDS = 1000
GATHERED_SECONDS = 1.0
"""Pages are woken at most so often: a change alone at once, what follows it together."""


@dataclass(frozen=True)
class ServerSentEvent:
    """One message for an open page; `id` is the revision of the read model it shows."""

    id: int
    data: str
    event: str = "message"

    def encode(self) -> bytes:
        """The message as bytes of a text/event-stream."""
        lines = [f"id: {self.id}", f"event: {self.event}"]
        lines += [f"data: {line}" for line in self.data.splitlines() or [""]]
        return ("\n".join(lines) + "\n\n").encode()


Render = Callable[[int | None], Awaitable[ServerSentEvent | None]]
"""Given the revision the page shows (None: unknown), what to send, or None when it is current."""

Allowed = Callable[[], Awaitable[bool]]
"""Whether whoever opened the page may still read it."""


class Changes:
    """Fan-out of `changed.<service>.<department>` to the pages open on this process.

    Each page holds one flag and no queue: a slow page skips the steps between.
    """

    def __init__(self, bus: Bus, service: str, department: str) -> None:
        self._bus = bus
        self.subject = f"changed.{service}.{department}"
        self._pages: set[asyncio.Event] = set()
        self._told: dict[str, int] = {}
        self._woke_at = float("-inf")
        self._next: asyncio.TimerHandle | None = None
        self._closing = False

    async def start(self) -> None:
        """Listen to the service's own changes, now and after every reconnection."""
        await self._bus.subscribe(self.subject, self._received)
        self._bus.on_connected(self.notify)

    async def _received(self, message: Msg) -> None:
        self.hear(message.data)

    def hear(self, told: bytes) -> None:
        """Wake the pages for a signal (`ProjectionRunner`), unless it told nothing new.

        A projection that runs in this process is heard at once, then again by the bus.
        """
        signal = _read(told)
        if signal is not None:
            projection, revision = signal
            if self._told.get(projection) == revision:
                return
            self._told[projection] = revision
        self.notify()

    def newer(self, projection: str, shown: int | None) -> int | None:
        """The revision last told of a read model, when it is newer than the one a page shows.

        Spares each page a query at each change; None when the read model has to be asked.
        """
        told = self._told.get(projection, 0)
        return told if shown is not None and told > shown else None

    def notify(self) -> None:
        """Wake every open page: at once, or with what else comes within a second of the last time.

        All together: they then ask for the same revision, which is drawn once for all of them.
        """
        if self._next is not None or self._closing:
            return
        loop = asyncio.get_running_loop()
        wait = self._woke_at + GATHERED_SECONDS - loop.time()
        if wait > 0:
            self._next = loop.call_later(wait, self._wake)
        else:
            self._wake()

    def _wake(self) -> None:
        self._next = None
        self._woke_at = asyncio.get_running_loop().time()
        for page in self._pages:
            page.set()

    @property
    def open_pages(self) -> int:
        """How many pages listen on this process."""
        return len(self._pages)

    @property
    def closing(self) -> bool:
        """Whether the process stops: streams end."""
        return self._closing

    def close(self) -> None:
        """End every stream. Call it when the process is asked to stop: the HTTP server waits for
        open responses before it lets the application shut down.
        """
        self._closing = True
        if self._next is not None:
            self._next.cancel()
        for page in self._pages:
            page.set()

    @contextlib.contextmanager
    def page(self) -> Iterator[asyncio.Event]:
        """Register one open page; the flag is set whenever something changed."""
        flag = asyncio.Event()
        self._pages.add(flag)
        try:
            yield flag
        finally:
            self._pages.discard(flag)


def _read(told: bytes) -> tuple[str, int] | None:
    """Which read model moved, and to which revision; None when that is not said."""
    try:
        signal = json.loads(told)
        return str(signal["projection"]), int(signal["revision"])
    except (ValueError, TypeError, KeyError):
        return None


def event_stream(
    request: Request,
    changes: Changes,
    render: Render,
    *,
    allowed: Allowed,
    heartbeat_seconds: float = HEARTBEAT_SECONDS,
) -> StreamingResponse:
    """Answer with server-sent events until the page leaves or the process stops.

    The page gives the revision it shows in `Last-Event-ID` (browsers do so when they reconnect)
    or in `?after=` (its first connection). `render(after)` runs once at once, then after each
    change and each heartbeat, as long as `allowed()`: to a session that ended, or lost a role,
    nothing more is sent.
    """
    return StreamingResponse(
        _events(changes, render, _revision_shown(request), heartbeat_seconds, allowed),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


def _revision_shown(request: Request) -> int | None:
    shown = request.headers.get("last-event-id") or request.query_params.get("after") or ""
    return whole_number(shown)


async def _events(
    changes: Changes,
    render: Render,
    after: int | None,
    heartbeat_seconds: float,
    allowed: Allowed,
) -> AsyncIterator[bytes]:
    yield f"retry: {RECONNECT_MILLISECONDS}\n\n".encode()
    with changes.page() as changed:  # registered before the first reading: no change falls between
        while not changes.closing:
            changed.clear()
            if not await allowed():
                return
            message = await render(after)
            if message is not None:
                after = message.id
                yield message.encode()
            try:
                await asyncio.wait_for(changed.wait(), heartbeat_seconds)
            except TimeoutError:
                yield b": heartbeat\n\n"
