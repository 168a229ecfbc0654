"""Bugs put in on purpose, in the child process only: each must turn the verdict red.

A crash suite that was never seen to fail proves nothing: the first one of this kind was blind to
two of these.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from faststream import AckPolicy, BaseMiddleware
from sqlalchemy import text

from services.chassis.base.failpoints import failpoint
from services.chassis.database.leadership import Session
from services.chassis.outbox.publication import Outcome, publish
from services.chassis.outbox.relay import StreamRelay
from services.chassis.reactions import group_records, subscribers
from services.chassis.reactions.group_inbox import NotHandled
from services.chassis.reactions.middlewares.hand_back import HandBack
from services.chassis.reactions.middlewares.parking import Parking
from services.chassis.unit_of_work.unit_of_work import UnitOfWork


def put_in(owner: Any, **members: object) -> None:
    """Replace members of a class or module, in this process."""
    for name, member in members.items():
        setattr(owner, name, member)


def ack_before_commit() -> None:
    """The event is acknowledged, then handled."""
    handled = Parking.consume_scope

    async def acknowledged(parking: Parking, call_next: Any, message: Any) -> Any:
        await message.ack_sync()
        return await handled(parking, call_next, message)

    put_in(Parking, consume_scope=acknowledged)


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

    async def unguarded(_: Parking, call_next: Any, message: Any) -> Any:
        with suppress(NotHandled):
            return await call_next(message)

    put_in(Parking, consume_scope=unguarded)
    put_in(HandBack, after_processed=BaseMiddleware.after_processed)
    put_in(subscribers, ACK_POLICY=AckPolicy.REJECT_ON_ERROR)


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
