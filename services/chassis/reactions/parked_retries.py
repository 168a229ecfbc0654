"""Parked events: tried again when their time comes, or when an operator asks.

Events of one aggregate are replayed in the order they arrived; the first that fails again stops
those behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Row,
    Text,
    and_,
    any_,
    bindparam,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import distinct_on

from services.chassis.base.failpoints import failpoint
from services.chassis.database.compiled_statements import Prepared
from services.chassis.database.infrastructure_errors import is_trouble
from services.chassis.database.tables import parked_events
from services.chassis.nats.parse_envelope import (
    NEWER_VERSION,
    UNKNOWN_TYPE,
    Delivery,
    Unreadable,
)
from services.chassis.reactions import group_records
from services.chassis.reactions.decision import Readable, after_failure, delay_seconds
from services.chassis.reactions.group_inbox import DEPARTMENT, GroupInbox
from services.chassis.reactions.received import Received
from services.chassis.unit_of_work.parked_events import BEHIND, Park, mark_replayed
from services.chassis.unit_of_work.unit_of_work import UnitOfWork, UnitsOfWork

log = structlog.get_logger(__name__)

P = parked_events.c
_WAITING = Prepared(
    select(P.consumer)
    .where(P.consumer == any_(bindparam("consumers", type_=ARRAY(Text))), P.replayed_at.is_(None))
    .distinct()
)


@dataclass(frozen=True)
class Parked:
    """One parked event, as an operator sees it. Its payload is not shown."""

    parked_id: UUID
    consumer: str
    reason: str
    detail: str
    subject: str
    event_id: UUID | None
    aggregate_id: str | None
    parked_at: datetime
    retry_at: datetime | None
    attempts: int


async def list_parked(units: UnitsOfWork) -> list[Parked]:
    """Every event of the service that is parked and not replayed, oldest first."""
    async with units.begin(DEPARTMENT) as uow:
        return await parked_in(uow)


async def parked_in(uow: UnitOfWork, *, limit: int | None = None) -> list[Parked]:
    """Same, in a transaction that sees the whole department; the oldest `limit` of them."""
    columns = [P[name] for name in Parked.__dataclass_fields__]
    found = await uow.execute(
        select(*columns)
        .where(P.replayed_at.is_(None))
        .order_by(P.parked_at, P.parked_id)
        .limit(limit)
    )
    return [Parked(**row) for row in found.mappings()]


async def retry_what_waits(
    units: UnitsOfWork, inboxes: Sequence[GroupInbox], now: datetime
) -> bool:
    """Replay what is due in the groups of a service, and say whether anything was parked there.

    Asked every few seconds: nearly always nothing waits, and one question for all groups says so.
    """
    async with units.begin(DEPARTMENT) as uow:
        consumers = [inbox.consumer for inbox in inboxes]
        waiting = set((await uow.run(_WAITING, {"consumers": consumers})).scalars())
    for inbox in inboxes:
        if inbox.consumer in waiting:
            await Replaying(inbox).retry_due(now)
    return bool(waiting)


async def reconsider(units: UnitsOfWork, inboxes: Sequence[GroupInbox], now: datetime) -> None:
    """After an upgrade: what this release has learnt to read is due at once."""
    known = [
        (one.consumer, reaction.event_type.ce_type())
        for one in inboxes
        for reaction in one.group.reactions
    ]
    async with units.begin(DEPARTMENT) as uow:
        await uow.execute(
            update(parked_events)
            .where(
                P.replayed_at.is_(None),
                P.reason.in_([NEWER_VERSION, UNKNOWN_TYPE]),
                tuple_(P.consumer, P.event_type).in_(known),
            )
            .values(retry_at=now)
        )


class Replaying:
    """Replays the parked events of one group."""

    def __init__(self, inbox: GroupInbox) -> None:
        self.inbox = inbox

    @property
    def consumer(self) -> str:
        return self.inbox.consumer

    async def replay(self, parked_id: UUID) -> int:
        """Replay an event and those behind it; return how many went through."""
        row = await self._row(P.parked_id == parked_id)
        return 0 if row is None else await self._replay_from(row)

    async def retry_due(self, now: datetime) -> int:
        """Replay what is due, and what is still behind something that went through."""
        replayed = 0
        for row in await self._due(now):
            replayed += await self._replay_from(row)
        return replayed

    def _mine(self) -> ColumnElement[bool]:
        return and_(P.consumer == self.consumer, P.replayed_at.is_(None))

    async def _row(self, *conditions: ColumnElement[bool]) -> Row[Any] | None:
        async with self.inbox.units.begin(DEPARTMENT) as uow:
            found = await uow.execute(
                select(parked_events)
                .where(self._mine(), *conditions)
                .order_by(P.parked_id)
                .limit(1)
            )
            return found.first()

    async def _due(self, now: datetime) -> list[Row[Any]]:
        heads = (
            select(parked_events)
            .where(self._mine(), P.aggregate_id.is_not(None))
            .ext(distinct_on(P.aggregate_id))
            .order_by(P.aggregate_id, P.parked_id)
            .subquery()
        )
        async with self.inbox.units.begin(DEPARTMENT) as uow:
            found = await uow.execute(
                select(heads).where(or_(heads.c.retry_at <= now, heads.c.reason == BEHIND))
            )
            return list(found)

    async def _replay_from(self, row: Row[Any]) -> int:
        if row.aggregate_id is None:
            return int(await self._replay_one(row))
        replayed = 0
        while (head := await self._row(P.aggregate_id == row.aggregate_id)) is not None:
            if not await self._replay_one(head):
                break
            replayed += 1
        return replayed

    async def _replay_one(self, row: Row[Any]) -> bool:
        attempts = await self._claim(row)
        delivery = Delivery(row.subject, row.headers, row.payload, row.stream, row.stream_sequence)
        readable = Received(self.inbox.group, delivery).contents
        if isinstance(readable, Unreadable):
            await self._stays(row, Park(readable.reason, readable.detail))
            return False
        try:
            await self._handle(row, readable)
        except Exception as error:  # a handler may raise anything: it is judged here
            if is_trouble(error):
                raise
            now = self.inbox.now()
            await self._stays(
                row, after_failure(error, failures=attempts, first_at=row.parked_at, now=now)
            )
            return False
        log.info("reaction.replayed", consumer=self.consumer, event_id=str(row.event_id))
        return True

    async def _claim(self, row: Row[Any]) -> int:
        """Count the attempt and put the next one off, before trying: a killer stays patient."""
        attempts: int = row.attempts + 1
        later = self.inbox.now() + timedelta(seconds=delay_seconds(attempts))
        async with self.inbox.units.begin(DEPARTMENT) as uow:
            await uow.execute(
                update(parked_events)
                .where(P.parked_id == row.parked_id)
                .values(attempts=attempts, retry_at=later if row.retry_at else None)
            )
        return attempts

    async def _handle(self, row: Row[Any], readable: Readable) -> None:
        from services.chassis.reactions.dependencies import current, react

        async with self.inbox.span(readable.envelope), self.inbox.begin(readable) as uow:
            connection, consumer = uow.connection, self.consumer
            await self.inbox.wait_turn(uow, readable.envelope.subject)
            if await group_records.first_time(connection, consumer, readable.envelope, uow.now):
                with current(uow, readable.envelope):
                    await react(readable)
            await mark_replayed(connection, [row.parked_id], uow.now)
            failpoint("reaction.before_commit")
        failpoint("reaction.after_commit")

    async def _stays(self, row: Row[Any], decision: Park) -> None:
        async with self.inbox.units.begin(DEPARTMENT) as uow:
            await uow.execute(
                update(parked_events)
                .where(P.parked_id == row.parked_id)
                .values(reason=decision.reason, detail=decision.detail, retry_at=decision.retry_at)
            )
        log.warning("reaction.still_parked", consumer=self.consumer, reason=decision.reason)
