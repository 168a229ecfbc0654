"""A load of POSTs at a steady pace, and a listener to server-sent events.

Written on bare streams: an HTTP library would cost more CPU than the servers it measures.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

CONNECTIONS = 8


@dataclass
class Sent:
    """One POST: when it was due, when it was answered (seconds of `time.perf_counter`)."""

    due_at: float
    answered_at: float
    status: int


class Connection:
    """One keep-alive HTTP/1.1 connection, one request at a time."""

    def __init__(self, port: int, headers: Mapping[str, str]) -> None:
        self._port = port
        self._headers = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, path: str, body: bytes) -> tuple[int, bytes]:
        """Status and body of a POST of JSON."""
        return await self.request("POST", path, body)

    async def request(self, method: str, path: str, body: bytes = b"") -> tuple[int, bytes]:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        head = (
            f"{method} {path} HTTP/1.1\r\nhost: 127.0.0.1:{self._port}\r\n{self._headers}"
            f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
        )
        writer.write(head.encode() + body)
        answer = await reader.readuntil(b"\r\n\r\n")
        status = int(answer.split(b" ", 2)[1])
        length = _content_length(answer)
        return status, await reader.readexactly(length) if length else b""

    def close(self) -> None:
        if self._streams is not None:
            self._streams[1].close()


def _content_length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    return 0


async def post_steadily(
    port: int,
    requests: Sequence[tuple[str, object]],
    *,
    per_second: float,
    headers: Mapping[str, str],
) -> list[Sent]:
    """POST each (path, JSON) at its due time; a late answer does not delay the next request."""
    free: asyncio.Queue[Connection] = asyncio.Queue()
    connections = [Connection(port, headers) for _ in range(CONNECTIONS)]
    for connection in connections:
        free.put_nowait(connection)
    start = time.perf_counter() + 0.1

    async def one(index: int, path: str, content: object) -> Sent:
        due_at = start + index / per_second
        body = json.dumps(content).encode()
        await asyncio.sleep(max(0.0, due_at - time.perf_counter()))
        connection = await free.get()
        try:
            status, _ = await connection.post(path, body)
        finally:
            free.put_nowait(connection)
        return Sent(due_at, time.perf_counter(), status)

    try:
        tasks = [one(index, *request) for index, request in enumerate(requests)]
        return list(await asyncio.gather(*tasks))
    finally:
        for connection in connections:
            connection.close()


@dataclass
class Listener:
    """What an open page received: (when, id, data) of each server-sent event."""

    received: list[tuple[float, int, str]] = field(default_factory=list)


@asynccontextmanager
async def listening(port: int, path: str, headers: Mapping[str, str]) -> AsyncIterator[Listener]:
    """Keep a page open on an event stream."""
    listener = Listener()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    fields = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    writer.write(f"GET {path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\n{fields}\r\n".encode())
    head = await reader.readuntil(b"\r\n\r\n")
    if b" 200 " not in head.split(b"\r\n")[0]:
        raise RuntimeError(f"the event stream answered {head[:80]!r}")
    task = asyncio.create_task(_listen(reader, listener))
    try:
        yield listener
    finally:
        task.cancel()
        writer.close()


async def _listen(reader: asyncio.StreamReader, listener: Listener) -> None:
    pending = b""
    while data := await reader.read(1 << 20):
        now = time.perf_counter()
        pending += data
        *messages, pending = pending.split(b"\n\n")
        for message in messages:
            parsed = _parse(message)
            if parsed is not None:
                listener.received.append((now, *parsed))


def _parse(message: bytes) -> tuple[int, str] | None:
    lines = [line.strip(b"\r") for line in message.split(b"\n")]
    numbers = [line[4:] for line in lines if line.startswith(b"id: ")]
    data = [line[6:].decode() for line in lines if line.startswith(b"data: ")]
    return (int(numbers[0]), "\n".join(data)) if numbers else None
