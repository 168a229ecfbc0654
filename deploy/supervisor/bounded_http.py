"""Reading the head of a request: uvicorn’s parser has no limit of its own."""

import httptools
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from services.chassis.web.middleware import SECURITY_HEADERS

HEAD_BYTES_MAX = 64 * 1024
HEADERS_MAX = 200
"""A browser sends twenty."""


class BoundedHttp(HttpToolsProtocol):
    """Refuses a head that does not end, or has more headers than anybody sends."""

    _head_bytes = 0
    _in_head = True

    def data_received(self, data: bytes) -> None:
        """Count what comes until the head is whole: a value that never ends is no header yet."""
        self._head_bytes += len(data) if self._in_head else 0
        super().data_received(data)
        if self._in_head and self._head_bytes > HEAD_BYTES_MAX and not self.transport.is_closing():
            self.send_400_response("Request head too large.")

    def on_message_begin(self) -> None:
        """A new request: what is counted of its head began with the piece it came in."""
        self._in_head = True
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        """One header more."""
        if len(self.headers) >= HEADERS_MAX:
            raise httptools.HttpParserError("too many headers")
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The head is whole; what follows is a body, whose size is limited elsewhere."""
        self._head_bytes, self._in_head = 0, False
        super().on_headers_complete()

    def send_400_response(self, msg: str) -> None:
        """Refuse what no application sees, with the headers every answer of ours has."""
        lines = [f"{name}: {value}\r\n".encode() for name, value in SECURITY_HEADERS.items()]
        head = (
            f"content-type: text/plain; charset=utf-8\r\ncontent-length: {len(msg)}\r\n"
            "cache-control: no-store\r\nconnection: close\r\n\r\n"
        )
        self.transport.write(b"".join([STATUS_LINE[400], *lines, head.encode(), msg.encode()]))
        self.transport.close()
