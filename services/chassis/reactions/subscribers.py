"""Subscribers of FastStream: one for each group, with a handler for each of its reactions.

A group that takes many has one handler, which takes the batch.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from faststream import AckPolicy
from faststream.nats import JStream, NatsBroker, NatsRouter, PullSub
from nats.js.api import ConsumerConfig

from services.chassis.nats.durables import Durable
from services.chassis.nats.parse_envelope import Unreadable
from services.chassis.reactions.dependencies import injected
from services.chassis.reactions.event_batch import keep_batch, parse_batch
from services.chassis.reactions.event_message import carries, decode, parse
from services.chassis.reactions.group_inbox import GroupInbox
from services.chassis.reactions.middlewares.steps import STEPS
from services.chassis.reactions.together import take_together

if TYPE_CHECKING:
    from faststream.nats.subscriber.usecases import BatchPullStreamSubscriber, PullStreamSubscriber

    Subscriber = PullStreamSubscriber | BatchPullStreamSubscriber

ACK_POLICY = AckPolicy.NACK_ON_ERROR
"""Acknowledged once all middlewares are left, hence after the commit; any exception hands back.
FastStream's default terminates the message of a handler that raised.
"""


def subscribe(
    broker: NatsBroker,
    inbox: GroupInbox,
    durable: Durable,
    inbox_prefix: str,
    *,
    pull_seconds: float,
) -> Subscriber:
    """Declare the subscriber of one group; it is not started."""
    options: dict[str, Any] = {
        "stream": JStream(durable.stream, declare=False),
        "durable": durable.name,
        # only read by FastStream when the durable is missing, and then the server refuses
        "config": ConsumerConfig(filter_subjects=list(durable.filter_subjects)),
        "ack_policy": ACK_POLICY,
        "no_reply": True,
        "inbox_prefix": f"{inbox_prefix}.".encode(),
    }
    declared = _many if inbox.group.takes_many else _one_by_one
    return declared(broker, inbox, pull_seconds, options)


def _one_by_one(
    broker: NatsBroker, inbox: GroupInbox, pull_seconds: float, options: dict[str, Any]
) -> PullStreamSubscriber:
    """Filters look at the subject alone: FastStream parses a message anew for each handler it tries,
    and what a filter decodes would be decoded again for the handler.
    """
    steps = NatsRouter(middlewares=STEPS)
    subscriber: PullStreamSubscriber = steps.subscriber(
        pull_sub=PullSub(batch_size=1, timeout=pull_seconds),
        parser=partial(parse, inbox),
        decoder=decode,
        **options,
    )
    for reaction in inbox.group.reactions:
        subscriber(injected(reaction.handler), filter=partial(carries, reaction.event_type))
    subscriber(without_reaction)
    broker.include_router(steps)
    return subscriber


def _many(
    broker: NatsBroker, inbox: GroupInbox, pull_seconds: float, options: dict[str, Any]
) -> BatchPullStreamSubscriber:
    subscriber: BatchPullStreamSubscriber = broker.subscriber(
        pull_sub=PullSub(batch_size=inbox.group.max_ack_pending, timeout=pull_seconds, batch=True),
        parser=partial(parse_batch, inbox),
        decoder=keep_batch,
        **options,
    )
    subscriber(take_together)
    return subscriber


async def without_reaction(unreadable: Unreadable) -> None:
    """The handler of what no reaction reads: FastStream asks for one, `Parking` comes before it."""
    raise AssertionError(unreadable.reason)
