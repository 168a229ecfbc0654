"""The floor of a page: bare ASGI that reads one row and answers that many compressed bytes.

Run as `python -m tests.bench.floor_page DSN PORT`; GET /<bytes>.
"""

import asyncio
import gzip
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import psutil
import uvicorn

from deploy.embedded.ports import free_port
from deploy.embedded.postgres import EmbeddedPostgres
from tests.bench.latency import answers
from tests.support.waiting import eventually

FLOOR_BYTES = 20_000
_LINE = b'<tr><td data-label="Commune">Montauban</td><td>%d</td></tr>\n'
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


def app(
    connection: asyncpg.Connection,
) -> Callable[[dict[str, Any], Receive, Send], Awaitable[None]]:
    """Answers from one row."""

    async def answer(scope: dict[str, Any], _: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        size = int(scope["path"].strip("/") or 0)
        row = await connection.fetchrow("SELECT $1::integer AS size", size)
        assert row is not None
        line = _LINE % row["size"]
        body = gzip.compress(line * (size // len(line)), 5)
        headers = [(b"content-type", b"text/html"), (b"content-encoding", b"gzip")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return answer


@asynccontextmanager
async def running_floor_page(
    folder: Path,
) -> AsyncIterator[tuple[str, Sequence[psutil.Process]]]:
    """Its address, and the processes whose time is counted."""
    postgres = EmbeddedPostgres(folder)
    await postgres.start()
    port = free_port()
    arguments = ("-m", __name__, postgres.url, str(port))
    process = await asyncio.create_subprocess_exec(sys.executable, *arguments)
    try:
        await eventually(lambda: answers(port))
        yield (
            f"http://127.0.0.1:{port}",
            [psutil.Process(postgres.pid), psutil.Process(process.pid)],
        )
    finally:
        process.terminate()
        await process.wait()
        await postgres.stop()


async def main(dsn: str, port: int) -> None:
    """Serve until killed."""
    connection = await asyncpg.connect(dsn)
    config = uvicorn.Config(app(connection), host="127.0.0.1", port=port, log_level="error")
    await uvicorn.Server(config).serve()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
