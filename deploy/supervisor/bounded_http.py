"""Reading a request: uvicorn has no limit of its own, of size for the head, of time for either part.

The application says itself that a body is too slow, with a page (`bodies.py`, whose times are these).
What is ended here is a head, a body the application answered without reading, and one a gateway waits for.
"""

import asyncio

import httptools
from uvicorn.protocols.http.httptools_impl import (
    STATUS_LINE,
    HttpToolsProtocol,
    RequestResponseCycle,
)

from services.chassis.web.middleware import SECURITY_HEADERS
from services.chassis.web.requests import bodies

HEAD_BYTES_MAX = 64 * 1024
HEADERS_MAX = 200
"""A browser sends twenty."""
APPLICATION_FIRST_SECONDS = 5.0
"""How much later than the application a body is given up: it has a page for it."""
TOO_SLOW = "L’envoi est trop lent\u202f: vérifiez votre connexion, rien n’a été enregistré."


class BoundedHttp(HttpToolsProtocol):
    """Refuses what does not end, what comes a byte now and then, and more headers than anybody sends."""

    _head_bytes = 0
    _in_head = True
    _patience: asyncio.TimerHandle | None = None
    """Ends the connection unless the part under way is whole before."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn
        """Begin the wait for a request: whoever came says what they want within a time."""
        super().connection_made(transport)
        self._wait(bodies.HEAD_SECONDS)

    def connection_lost(self, exc: Exception | None) -> None:
        """End the wait for a request: the connection is gone."""
        self._wait(None)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Count what comes until the head is whole: a value that never ends is no header yet."""
        self._head_bytes += len(data) if self._in_head else 0
        if self._in_head and self._patience is None:  # the next request of the same connection
            self._wait(bodies.HEAD_SECONDS)
        super().data_received(data)
        if self._in_head and self._head_bytes > HEAD_BYTES_MAX and not self.transport.is_closing():
            self.send_400_response("Request head too large.")

    def _wait(self, seconds: float | None) -> None:
        """Give the part that begins so many seconds; None: nothing is awaited."""
        if self._patience is not None:
            self._patience.cancel()
        self._patience = self.loop.call_later(seconds, self._give_up) if seconds else None

    def _give_up(self) -> None:
        cycle: RequestResponseCycle | None = self.cycle  # None until there was a request
        if self._in_head:
            # Not into an answer that is under way.
            to_be_told = self._head_bytes > 0 and (cycle is None or cycle.response_complete)
        else:
            to_be_told = cycle is not None and not cycle.response_started
        if to_be_told and not self.transport.is_closing():
            self._refuse(408, TOO_SLOW)
        else:
            self.transport.close()

    def on_message_begin(self) -> None:
        """A new request: what is counted of its head began with the piece it came in."""
        self._in_head = True
        if self._patience is None:
            self._wait(bodies.HEAD_SECONDS)
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        """One header more."""
        if len(self.headers) >= HEADERS_MAX:
            raise httptools.HttpParserError("too many headers")
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The head is whole; what follows is a body, whose size is limited elsewhere."""
        self._head_bytes, self._in_head = 0, False
        lengths = [value for name, value in self.headers if name == b"content-length"]
        length = int(lengths[0]) if lengths and lengths[0].isdigit() else 0
        self._wait(bodies.seconds_for(length) + APPLICATION_FIRST_SECONDS)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The request is whole: its answer may take its time, the next request may never come."""
        self._in_head = True
        self._wait(None)
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        """Refuse what no application sees."""
        self._refuse(400, msg)

    def _refuse(self, status: int, sentence: str) -> None:
        """Answer with the headers every answer of ours has, and hear no more."""
        self._wait(None)
        said = sentence.encode()
        lines = [f"{name}: {value}\r\n".encode() for name, value in SECURITY_HEADERS.items()]
        head = (
            f"content-type: text/plain; charset=utf-8\r\ncontent-length: {len(said)}\r\n"
            "cache-control: no-store\r\nconnection: close\r\n\r\n"
        )
        self.transport.write(b"".join([STATUS_LINE[status], *lines, head.encode(), said]))
        self.transport.close()
