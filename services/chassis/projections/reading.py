"""Reading a stream from one sequence to another, without a durable: to rebuild, not to follow.

As the operator: no service may create a consumer.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy, ReplayPolicy

from services.chassis.durable_health import NANOSECONDS
from services.chassis.projections.order import Position

BATCH_SIZE = 2000
PATIENCE_SECONDS = 10.0
FORGOTTEN_AFTER_SECONDS = 30.0


class ReadingInterrupted(Exception):
    """A message was lost on the way or the server fell silent: read again from the start."""


@dataclass(frozen=True)
class StreamState:
    """Which stream it is (a recreated one has another birth), and how far it goes."""

    created_at: datetime
    last_sequence: int


async def stream_state(client: Client, stream: str) -> StreamState:
    """Ask the server. Raises nats.errors.Error, or LookupError when there is no such stream."""
    reply = await client.request(f"$JS.API.STREAM.INFO.{stream}", timeout=PATIENCE_SECONDS)
    answer = json.loads(reply.data)
    if "error" in answer:
        raise LookupError(f"stream {stream}: {answer['error'].get('description')}")
    return StreamState(datetime.fromisoformat(answer["created"]), answer["state"]["last_seq"])


async def read_stream(
    client: Client, stream: str, first: int, last: int, *, batch_size: int = BATCH_SIZE
) -> AsyncIterator[list[Msg]]:
    """Every message from `first` to `last`, both included, in order, in batches.

    Raises ReadingInterrupted when one is missing.
    """
    if first > last:
        return
    js = client.jetstream(timeout=PATIENCE_SECONDS)
    config = ConsumerConfig(
        deliver_policy=DeliverPolicy.BY_START_SEQUENCE,
        opt_start_seq=first,
        ack_policy=AckPolicy.NONE,
        replay_policy=ReplayPolicy.INSTANT,
        mem_storage=True,
        inactive_threshold=FORGOTTEN_AFTER_SECONDS,
    )
    consumer = (await js.add_consumer(stream, config)).name
    inbox = await client.subscribe(client.new_inbox())
    ask = f"$JS.API.CONSUMER.MSG.NEXT.{stream}.{consumer}"
    delivered = 0
    try:
        while True:
            request = {"batch": batch_size, "expires": int(PATIENCE_SECONDS * NANOSECONDS)}
            await client.publish(ask, json.dumps(request).encode(), reply=inbox.subject)
            batch, reached = await _batch(inbox, delivered, last, batch_size)
            delivered += len(batch)
            yield batch
            if reached >= last:
                return
    finally:
        await inbox.unsubscribe()
        await js.delete_consumer(stream, consumer)


async def _batch(
    inbox: Subscription, delivered: int, last: int, batch_size: int
) -> tuple[list[Msg], int]:
    """One batch, ended early by the message `last`; and the last sequence in it."""
    batch: list[Msg] = []
    reached = 0
    while len(batch) < batch_size and reached < last:
        message = await inbox.next_msg(timeout=PATIENCE_SECONDS)
        if not message.reply:
            raise ReadingInterrupted(f"status {(message.headers or {}).get('Status')}")
        position = Position.parse(message.reply)
        if position.delivery != delivered + len(batch) + 1:
            raise ReadingInterrupted("a message is missing")
        reached = position.stream
        if reached <= last:
            batch.append(message)
    return batch, reached
