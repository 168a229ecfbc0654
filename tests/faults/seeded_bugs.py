"""Bugs put in on purpose, in the child process only: each must turn the verdict red.

A crash suite that was never seen to fail proves nothing: the first one of this kind was blind to
two of these.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from faststream import AckPolicy
from sqlalchemy import text

from contracts.subjects import Subject
from services.chassis.base.failpoints import failpoint
from services.chassis.database.leadership import Session
from services.chassis.nats.parse_envelope import Delivery
from services.chassis.outbox.publication import Outcome, publish
from services.chassis.outbox.relay import StreamRelay
from services.chassis.reactions import consumer, group_records
from services.chassis.reactions.decision import Readable, read
from services.chassis.reactions.delivery import Handling, _NotHandled
from services.chassis.unit_of_work.unit_of_work import UnitOfWork


def put_in(owner: Any, **members: object) -> None:
    """Replace members of a class or module, in this process."""
    for name, member in members.items():
        setattr(owner, name, member)


def _delivery(message: Any) -> Delivery:
    raw, metadata = message.raw_message, message.raw_message.metadata
    return Delivery(
        raw.subject,
        raw.headers or {},
        raw.data,
        metadata.stream,
        metadata.sequence.stream,
        metadata.num_delivered,
    )


def ack_before_commit() -> None:
    """The event is acknowledged, then handled."""

    async def receive(handling: Handling, message: Any, _: float) -> None:
        await message.ack_sync()
        await handling.receive(_delivery(message))

    put_in(consumer, _receive=receive)


def mark_before_publish() -> None:
    """Rows are marked as sent, then sent."""

    async def drain(relay: StreamRelay, session: Session) -> None:
        while rows := await relay._unsent_in_a_known_stream(session):
            kept = [row.position for row in rows]
            await relay._mark(session, Outcome(kept=kept, last_sequence=relay._last_sequence))
            failpoint("relay.before_publish")
            relay._last_sequence = (await publish(relay.bus, relay.stream, rows)).last_sequence
            failpoint("relay.after_publish")

    put_in(StreamRelay, _drain=drain)


def no_inbox() -> None:
    """Every delivery is taken for the first one."""

    async def first_time(*_: object) -> bool:
        return True

    put_in(group_records, first_time=first_time)


def default_ack_policy() -> None:
    """FastStream answers by itself, as it does when nobody tells it otherwise."""
    declare = consumer.declare

    async def receive(handling: Handling, message: Any, _: float) -> None:
        delivery = _delivery(message)
        await handling.enrol()
        readable = read(handling.group, Subject.parse(delivery.subject), delivery)
        assert isinstance(readable, Readable)
        with suppress(_NotHandled):
            await handling._handle(readable, 0, redelivered=delivery.attempt > 1)

    def by_default(broker: Any, *arguments: Any) -> Any:
        forgetful: Any = _Forgetful(broker)
        return declare(forgetful, *arguments)

    put_in(consumer, _receive=receive, declare=by_default)


class _Forgetful:
    """A broker whose subscribers keep FastStream's own ack policy."""

    def __init__(self, broker: Any) -> None:
        self._broker = broker

    def subscriber(self, **options: Any) -> Any:
        return self._broker.subscriber(**{**options, "ack_policy": AckPolicy.REJECT_ON_ERROR})


def early_counter() -> None:
    """Numbers are drawn when a fact is told, not at the end of its transaction."""
    execute = UnitOfWork.execute
    lock = text(
        "INSERT INTO journal_counters (source, audience, uai, last)"
        " VALUES (:source, :audience, :uai, 0)"
        " ON CONFLICT (source, audience) DO UPDATE SET last = journal_counters.last"
    )

    async def drawing(uow: UnitOfWork, *arguments: Any) -> Any:
        for draft in uow.drafts:
            values = {"source": draft.envelope.source, "audience": draft.audience}
            await execute(uow, lock, {**values, "uai": str(draft.uai)})
        return await execute(uow, *arguments)

    put_in(UnitOfWork, execute=drawing)


SEEDED_BUGS: Mapping[str, Callable[[], None]] = {
    bug.__name__: bug
    for bug in (
        ack_before_commit,
        mark_before_publish,
        no_inbox,
        default_ack_policy,
        early_counter,
    )
}
