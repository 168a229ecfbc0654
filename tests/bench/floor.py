"""The floor: the same statements and messages as the real thing, with nothing in between.

Bare ASGI, asyncpg, nats-py's core API and one JetStream consumer, in one process as under `up`.
Run as `python -m tests.bench.floor PLAN PORT`; POST /<n> replays the n-th recorded confirmation.
"""

import asyncio
import json
import pickle
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import asyncpg
import asyncpg.pool
import nats
import uvicorn
from nats.aio.client import Client
from nats.aio.msg import Msg

from services.chassis.outbox.publication import FEW
from tests.bench.recording import Confirmation, Message, Statement

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Connection = asyncpg.Connection | asyncpg.pool.PoolConnectionProxy

STREAM, DURABLE, NUMBER = "FLOOR", "floor", "floor-number"


@dataclass(frozen=True)
class Plan:
    """Where the servers are, and what to replay."""

    writing: str
    folding: str
    nats: str
    confirmations: list[Confirmation]


class Floor:
    """The application."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._pages: list[asyncio.Queue[int]] = []
        self._to_publish: asyncio.Queue[tuple[int, list[Message]]] = asyncio.Queue()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["method"] == "POST":
            await self._command(scope, receive, send)
        else:
            await self._page(send)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        await receive()
        self._writing = await asyncpg.create_pool(self._plan.writing, min_size=4, max_size=4)
        self._folding = await asyncpg.connect(self._plan.folding)
        self._nats: Client = await nats.connect(self._plan.nats)
        tasks = [self._fold_what_arrives(), self._publish_what_waits()]
        running = asyncio.gather(*tasks)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        running.cancel()
        await self._nats.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def _command(self, scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        number = int(scope["path"].rpartition("/")[2])
        confirmation = self._plan.confirmations[number]
        async with self._writing.acquire() as connection:
            await run(connection, confirmation.statements)
        head = [(b"content-length", b"2")]
        await send({"type": "http.response.start", "status": 200, "headers": head})
        await send({"type": "http.response.body", "body": b"{}"})
        self._to_publish.put_nowait((number, confirmation.messages))

    async def _publish_what_waits(self) -> None:
        """All that waits, as the relay does: few messages one by one, many in one atomic batch.

        The bureau's messages need no second stream here.
        """
        while True:
            waiting = await _all_of(self._to_publish)
            messages = [
                (message, {**message.headers, NUMBER: str(number)})
                for number, some in waiting
                for message in some
            ]
            if len(messages) > FEW:
                await self._publish_together(messages)
                continue
            for message, headers in messages:
                await self._nats.request(
                    message.subject, message.payload, timeout=30, headers=headers
                )

    async def _publish_together(self, messages: list[tuple[Message, dict[str, str]]]) -> None:
        batch = str(uuid4())
        for place, (message, own) in enumerate(messages, start=1):
            headers = {**own, "Nats-Batch-Id": batch, "Nats-Batch-Sequence": str(place)}
            if place < len(messages):
                await self._nats.publish(message.subject, message.payload, headers=headers)
                continue
            headers["Nats-Batch-Commit"] = "1"
            await self._nats.request(message.subject, message.payload, timeout=30, headers=headers)

    async def _fold_what_arrives(self) -> None:
        """Fold all that arrived in one transaction, and tell the pages."""
        inbox = self._nats.new_inbox()
        arrived: asyncio.Queue[Msg] = asyncio.Queue()
        await self._nats.subscribe(inbox, cb=arrived.put)
        ask = json.dumps({"batch": 1_000_000}).encode()
        await self._nats.publish(f"$JS.API.CONSUMER.MSG.NEXT.{STREAM}.{DURABLE}", ask, reply=inbox)
        folded: set[int] = set()
        while True:
            numbers = {int((message.headers or {})[NUMBER]) for message in await _all_of(arrived)}
            fresh = sorted(numbers - folded)
            folded.update(fresh)
            confirmations = [self._plan.confirmations[number] for number in fresh]
            async with self._folding.transaction():
                await run(self._folding, [said for one in confirmations for said in one.fold])
            for number in fresh:
                for page in self._pages:
                    page.put_nowait(number)

    async def _page(self, send: Send) -> None:
        head = [(b"content-type", b"text/event-stream")]
        await send({"type": "http.response.start", "status": 200, "headers": head})
        arrived: asyncio.Queue[int] = asyncio.Queue()
        self._pages.append(arrived)
        while True:
            body = f"id: {await arrived.get()}\nevent: revision\ndata: \n\n".encode()
            await send({"type": "http.response.body", "body": body, "more_body": True})


Item = TypeVar("Item")


async def _all_of(queue: asyncio.Queue[Item]) -> list[Item]:
    """Everything that waits; at least one."""
    found = [await queue.get()]
    while not queue.empty():
        found.append(queue.get_nowait())
    return found


async def run(connection: Connection, statements: list[Statement]) -> None:
    """Run recorded statements; those of a command say BEGIN and COMMIT themselves."""
    for statement, parameters in statements:
        if parameters:
            await connection.fetch(statement, *parameters)
        else:
            await connection.execute(statement)


def main(plan: Path, port: int) -> None:
    """Serve until killed."""
    with plan.open("rb") as file:
        floor = Floor(pickle.load(file))
    uvicorn.run(floor, port=port, log_level="warning", access_log=False, loop="auto")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
