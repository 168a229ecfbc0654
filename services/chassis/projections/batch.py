"""Folding a batch in one transaction with its watermark; what cannot be folded is parked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.envelope import Envelope
from services.chassis.base.failpoints import failpoint
from services.chassis.database.compiled_statements import Prepared
from services.chassis.database.infrastructure_errors import is_trouble
from services.chassis.database.scopes import WHOLE_DEPARTMENT, enter_scope
from services.chassis.database.tables import parked_events
from services.chassis.nats.parse_envelope import Delivery, Unreadable, read_subject
from services.chassis.projections.decoder import Decoding
from services.chassis.projections.revision import move_watermark
from services.chassis.projections.spec import Projection, Recorded
from services.chassis.unit_of_work import parked_events as parked
from services.chassis.unit_of_work.unit_of_work import new_id

READ_AT_ONCE = 20
"""Reading a whole batch would hold the event loop too long."""

log = structlog.get_logger(__name__)

_SET_ASIDE = Prepared(
    select(parked_events.c.aggregate_id).where(
        parked_events.c.consumer == bindparam("consumer"),
        parked_events.c.replayed_at.is_(None),
        parked_events.c.aggregate_id.is_not(None),
    )
)


@dataclass(frozen=True)
class Mark:
    """Up to where a batch reaches."""

    stream: str
    created_at: datetime
    sequence: int


@dataclass(frozen=True)
class _Read:
    delivery: Delivery
    envelope: Envelope | None
    outcome: Recorded | Unreadable


class Folding:
    """Folds batches of one projection on the connection that leads."""

    def __init__(
        self, consumer: str, projection: Projection, clock: Callable[[], datetime]
    ) -> None:
        self.consumer = consumer
        self.projection = projection
        self._decoding = Decoding(projection)
        self.now = clock

    async def fold(
        self, connection: AsyncConnection, deliveries: Sequence[Delivery], mark: Mark
    ) -> int:
        """Fold and commit; return the revision. An event that cannot be folded is parked.

        Raises when the database is in trouble: nothing was folded.
        """
        batch = await self._read_all(deliveries)
        try:
            return await self._commit(connection, batch, mark, one_by_one=False)
        except Exception as error:  # whatever one event breaks, the others are folded
            await connection.rollback()
            if is_trouble(error):
                raise
            log.warning(
                "projection.batch_failed", consumer=self.consumer, reason=type(error).__name__
            )
        return await self._commit(connection, batch, mark, one_by_one=True)

    async def fold_alone(
        self, connection: AsyncConnection, delivery: Delivery
    ) -> tuple[str, str] | None:
        """Fold one event in the caller's transaction; return why it could not be, if so."""
        read = self._read(delivery)
        if isinstance(read.outcome, Unreadable):
            return read.outcome.reason, read.outcome.detail
        try:
            async with connection.begin_nested():
                await self.projection.fold(connection, [read.outcome])
        except Exception as error:  # a fold may break in any way: the event is parked
            if is_trouble(error):
                raise
            return parked.FAILED, type(error).__name__
        return None

    async def _commit(
        self, connection: AsyncConnection, batch: Sequence[_Read], mark: Mark, *, one_by_one: bool
    ) -> int:
        await enter_scope(connection, WHOLE_DEPARTMENT)
        good = await self._set_unreadable_aside(connection, batch)
        if one_by_one:
            await self._fold_one_by_one(connection, good)
        elif good:
            await self.projection.fold(connection, [_recorded(read) for read in good])
        revision = await move_watermark(
            connection,
            projection=self.projection.name,
            stream=mark.stream,
            created_at=mark.created_at,
            sequence=mark.sequence,
            now=self.now(),
            fold=self.projection.fingerprint,
        )
        failpoint("projection.before_commit")
        await connection.commit()
        return revision

    async def _read_all(self, deliveries: Sequence[Delivery]) -> Sequence[_Read]:
        """All of them, a few at a time: the event loop is everybody's."""
        batch: list[_Read] = []
        for delivery in deliveries:
            batch.append(self._read(delivery))
            if len(batch) % READ_AT_ONCE == 0:
                await asyncio.sleep(0)
        return batch

    def _read(self, delivery: Delivery) -> _Read:
        addressed = self._decoding.address(delivery.subject, delivery.headers)
        if isinstance(addressed, Unreadable):
            return _Read(delivery, None, addressed)
        return _Read(
            delivery, addressed.envelope, self._decoding.decode(addressed, delivery.payload)
        )

    async def _set_unreadable_aside(
        self, connection: AsyncConnection, batch: Sequence[_Read]
    ) -> list[_Read]:
        held = await self._aggregates_set_aside(connection)
        good = []
        for read in batch:
            aggregate = read.envelope.subject if read.envelope else None
            if isinstance(read.outcome, Unreadable):
                await self._park(connection, read, read.outcome.reason, read.outcome.detail)
            elif aggregate in held:
                await self._park(connection, read, parked.BEHIND, parked.BEHIND_DETAIL)
            else:
                good.append(read)
                continue
            held.add(aggregate)
        return good

    async def _fold_one_by_one(self, connection: AsyncConnection, good: Sequence[_Read]) -> None:
        held: set[str] = set()
        for read in good:
            aggregate = _recorded(read).envelope.subject
            if aggregate in held:
                await self._park(connection, read, parked.BEHIND, parked.BEHIND_DETAIL)
                continue
            failure = await self.fold_alone(connection, read.delivery)
            if failure is not None:
                await self._park(connection, read, *failure)
                held.add(aggregate)

    async def _aggregates_set_aside(self, connection: AsyncConnection) -> set[str | None]:
        found = await _SET_ASIDE.on(connection, {"consumer": self.consumer})
        return set(found.scalars())

    async def _park(
        self, connection: AsyncConnection, read: _Read, reason: str, detail: str
    ) -> None:
        subject = read_subject(read.delivery.subject)
        await parked.park(
            connection,
            parked_id=new_id(),
            consumer=self.consumer,
            delivery=read.delivery,
            uai="" if isinstance(subject, Unreadable) else subject.uai,
            envelope=read.envelope,
            decision=parked.Park(reason, detail),
            now=self.now(),
        )
        log.error(
            "projection.parked",
            consumer=self.consumer,
            subject=read.delivery.subject,
            reason=reason,
        )


def _recorded(read: _Read) -> Recorded:
    if isinstance(read.outcome, Unreadable):
        raise TypeError(read.outcome.reason)
    return read.outcome
