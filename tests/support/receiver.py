"""An HTTP server that takes what is sent outside, and answers as a test wants."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

LOOPBACK = "127.0.0.1"
REASON = "Said"


@dataclass(frozen=True)
class Received:
    """One request."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def event(self) -> dict[str, Any]:
        """The CloudEvent."""
        found: dict[str, Any] = json.loads(self.body)
        return found

    def signed_with(self, secret: str) -> bool:
        """Whether one of its signatures is of this secret, as a receiver's library would look."""
        key = base64.b64decode(secret.removeprefix("whsec_"))
        text = f"{self.headers['webhook-id']}.{self.headers['webhook-timestamp']}.".encode()
        mark = base64.b64encode(hmac.digest(key, text + self.body, hashlib.sha256)).decode()
        return f"v1,{mark}" in self.headers["webhook-signature"].split()


Answering = Callable[[Received], int | None]
"""The status to answer; None: no answer at all."""


@dataclass
class Receiver:
    """What was received, in order, and how it is answered."""

    port: int = 0
    answers: Answering = lambda _: 204
    headers: dict[str, str] = field(default_factory=dict)
    requests: list[Received] = field(default_factory=list)
    taken: list[Received] = field(default_factory=list)
    _server: asyncio.Server | None = None
    _ended: asyncio.Event = field(default_factory=asyncio.Event)
    _writers: set[asyncio.StreamWriter] = field(default_factory=set)

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}/passerelle"

    async def starts(self) -> None:
        """Answer, on the same port as before."""
        self._ended = asyncio.Event()
        self._server = await asyncio.start_server(self._serve, LOOPBACK, self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stops(self) -> None:
        """Refuse connections from now on."""
        if self._server is not None:
            self._server.close()
            self._ended.set()
            for writer in list(self._writers):
                writer.close()
            await self._server.wait_closed()
            self._server = None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        try:
            while await self._one(reader, writer):
                pass
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            self._writers.discard(writer)
            writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        lines = (line.partition(":") for line in head[1:] if line)
        headers = {name.lower(): value.strip() for name, _, value in lines}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        received = Received(head[0].split()[1], headers, body)
        self.requests.append(received)
        status = self.answers(received)
        if status is None:
            await self._ended.wait()
            return False
        if 200 <= status < 300:
            self.taken.append(received)
        said = "".join(f"{name}: {value}\r\n" for name, value in self.headers.items())
        writer.write(f"HTTP/1.1 {status} {REASON}\r\n{said}content-length: 0\r\n\r\n".encode())
        await writer.drain()
        return True


@asynccontextmanager
async def receiver() -> AsyncIterator[Receiver]:
    """One that answers, until the end of the context."""
    found = Receiver()
    await found.starts()
    try:
        yield found
    finally:
        await found.stops()
