"""A batch of the stream as FastStream hands it on to a group that takes many events."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import cast

from faststream.nats.message import NatsBatchMessage
from nats.aio.msg import Msg

from services.chassis.base.failpoints import failpoint
from services.chassis.reactions.event_message import delivery_of
from services.chassis.reactions.group_inbox import GroupInbox
from services.chassis.reactions.received import Received

READ_AT_ONCE = 20
"""Reading a whole batch would hold the event loop too long."""


class EventBatch(NatsBatchMessage):
    """Deliveries to one group in the stream’s order, with its inbox; answered together."""

    inbox: GroupInbox
    received: Sequence[Received]

    async def ack(self) -> None:
        """Let the stream forget them all. What escapes here leaves them unanswered."""
        failpoint("reaction.before_ack")
        await super().ack()
        failpoint("reaction.after_ack")

    async def nack(self, delay: float | None = None) -> None:
        """Hand them all back, and pull nothing until they are due: what is later comes after them."""
        await super().nack(delay)
        await asyncio.sleep(delay or 0)


async def parse_batch(inbox: GroupInbox, raw: list[Msg]) -> EventBatch:
    """FastStream’s parser: what was delivered, to which group; events are read here."""
    batch = EventBatch(raw_message=raw, body=[one.data for one in raw])
    batch.inbox = inbox
    batch.received = [Received(inbox.group, delivery_of(one)) for one in raw]
    for number, received in enumerate(batch.received, start=1):
        _ = received.contents
        if number % READ_AT_ONCE == 0:
            await asyncio.sleep(0)
    return batch


async def keep_batch(batch: object) -> EventBatch:
    """FastStream’s decoder: the handler takes the batch as it is."""
    return cast("EventBatch", batch)
