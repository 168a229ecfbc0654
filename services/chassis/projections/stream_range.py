"""Reading a stream from one sequence to another, without a durable: to rebuild, not to follow.

As the operator: no service may create a consumer.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import nats.errors
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy, ReplayPolicy

from services.chassis.projections.feed import NO_MESSAGES
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
    messages: int = 0
    missing: int = 0
    """How many of its own numbers hold no message: nothing is ever deleted, so they were lost."""


async def stream_state(client: Client, stream: str) -> StreamState:
    """Ask the server. Raises nats.errors.Error, or LookupError when there is no such stream."""
    reply = await client.request(f"$JS.API.STREAM.INFO.{stream}", timeout=PATIENCE_SECONDS)
    answer = json.loads(reply.data)
    if "error" in answer:
        raise LookupError(f"stream {stream}: {answer['error'].get('description')}")
    state = answer["state"]
    return StreamState(
        created_at=datetime.fromisoformat(answer["created"]),
        last_sequence=state["last_seq"],
        messages=state["messages"],
        missing=int(state.get("num_deleted", 0)),
    )


async def read_stream(
    client: Client,
    stream: str,
    first: int,
    last: int,
    *,
    batch_size: int = BATCH_SIZE,
    subjects: Sequence[str] = (),
) -> AsyncIterator[list[Msg]]:
    """Every message the stream still has from `first` to `last`, both included, in batches.

    With `subjects`, those that match one of these filters alone.
    The server passes in silence over a message whose bytes were damaged; the numbers tell
    (`Position`). Raises ReadingInterrupted when one was lost on the way, or the server is silent.
    """
    if first > last:
        return
    js = client.jetstream(timeout=PATIENCE_SECONDS)
    consumer = (await js.add_consumer(stream, _reader(first, subjects))).name
    inbox = await client.subscribe(client.new_inbox())
    ask = f"$JS.API.CONSUMER.MSG.NEXT.{stream}.{consumer}"
    delivered = 0
    try:
        while True:
            request = {"batch": batch_size, "no_wait": True}
            await client.publish(ask, json.dumps(request).encode(), reply=inbox.subject)
            batch, ended = await _batch(inbox, delivered, last, batch_size)
            delivered += len(batch)
            yield batch
            if ended:
                return
    finally:
        await inbox.unsubscribe()
        await js.delete_consumer(stream, consumer)


def _reader(first: int, subjects: Sequence[str]) -> ConsumerConfig:
    return ConsumerConfig(
        deliver_policy=DeliverPolicy.BY_START_SEQUENCE,
        opt_start_seq=first,
        ack_policy=AckPolicy.NONE,
        replay_policy=ReplayPolicy.INSTANT,
        mem_storage=True,
        inactive_threshold=FORGOTTEN_AFTER_SECONDS,
        filter_subjects=list(subjects) or None,
    )


async def _batch(
    inbox: Subscription, delivered: int, last: int, batch_size: int
) -> tuple[list[Msg], bool]:
    """One batch, and whether it is the last: up to the message `last`, or to the end."""
    batch: list[Msg] = []
    while len(batch) < batch_size:
        try:
            message = await inbox.next_msg(timeout=PATIENCE_SECONDS)
        except nats.errors.TimeoutError:
            raise ReadingInterrupted("no answer") from None
        if not message.reply:
            status = (message.headers or {}).get("Status")
            if status == NO_MESSAGES:
                return batch, True
            raise ReadingInterrupted(f"status {status}")
        position = Position.parse(message.reply)
        if position.delivery != delivered + len(batch) + 1:
            raise ReadingInterrupted("a message is missing")
        if position.stream <= last:
            batch.append(message)
        if position.stream >= last:
            return batch, True
    return batch, False
