"""Counting what waits in the tables of the chassis."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, func, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from contracts.event import AUDIENCES, Audience
from services.chassis.database.tables import due_work, journal, parked_events
from services.chassis.operations.measures import (
    COUNTED_MAX,
    JournalReading,
    ParkedReading,
    Readings,
    TimedReading,
)
from services.chassis.outbox.reconciliations import latest_reconciliations, uncompared_since
from services.chassis.unit_of_work.parked_events import BEHIND
from services.chassis.unit_of_work.scheduled_jobs import RETRY_DELAYS
from services.chassis.unit_of_work.unit_of_work import UnitOfWork

J, P, D = journal.c, parked_events.c, due_work.c


async def read_tables(uow: UnitOfWork, service: str) -> Readings:
    """What waits in the journal, in parking and in timed work. Needs the department's scope."""
    return Readings(
        service,
        uow.now,
        journal=tuple([await _journal(uow, audience) for audience in AUDIENCES]),
        parked=tuple([_parked(row) for row in await _parked_rows(uow)]),
        timed=tuple([_timed(row, uow.now) for row in await _timed_rows(uow)]),
        reconciliations=tuple(await latest_reconciliations(uow.connection)),
        uncompared_since=await uncompared_since(uow.connection),
    )


async def _journal(uow: UnitOfWork, audience: Audience) -> JournalReading:
    unsent = J.sent_at.is_(None) & J.send_error.is_(None)
    waiting = await _counted(uow, (J.audience == audience) & unsent)
    refused = await _counted(uow, (J.audience == audience) & J.send_error.is_not(None))
    return JournalReading(audience, *waiting, *refused)


async def _counted(uow: UnitOfWork, condition: Any) -> tuple[int, datetime | None]:
    """How many rows, and when the oldest was recorded; each condition has a partial index."""
    some = select(J.recorded_at).where(condition).order_by(J.position).limit(COUNTED_MAX).subquery()
    counted = select(func.count().label("rows"), func.min(some.c.recorded_at).label("oldest_at"))
    row = (await uow.execute(counted)).one()
    return row.rows, row.oldest_at


async def _parked_rows(uow: UnitOfWork) -> Sequence[Row[Any]]:
    # What is behind another event goes when that one goes.
    alone = P.retry_at.is_(None) & (P.reason != BEHIND)
    found = await uow.execute(
        select(
            P.consumer,
            func.count().label("events"),
            func.min(P.parked_at).label("oldest_at"),
            func.count().filter(alone).label("for_an_operator"),
            func.min(P.parked_at).filter(alone).label("oldest_alone_at"),
        )
        .where(P.replayed_at.is_(None))
        .group_by(P.consumer)
        .order_by(P.consumer)
    )
    return found.all()


def _parked(row: Row[Any]) -> ParkedReading:
    return ParkedReading(
        row.consumer, row.events, row.oldest_at, row.for_an_operator, row.oldest_alone_at
    )


async def _timed_rows(uow: UnitOfWork) -> Sequence[Row[Any]]:
    failing = D.attempts > 0
    late = D.due_at <= uow.now
    found = await uow.execute(
        select(
            D.job,
            func.count().filter(late).label("overdue"),
            func.min(D.due_at).filter(late).label("oldest_due_at"),
            func.count().filter(failing).label("failing"),
            func.max(D.attempts).label("attempts"),
            # that of the row which failed most often
            func.array_agg(aggregate_order_by(D.due_at, D.attempts.desc()))
            .filter(failing)[1]
            .label("next_attempt_at"),
            func.max(D.last_error).label("last_error"),
        )
        .where(D.done_at.is_(None), or_(late, failing))
        .group_by(D.job)
        .order_by(D.job)
    )
    return found.all()


def _timed(row: Row[Any], now: datetime) -> TimedReading:
    return TimedReading(
        row.job,
        row.overdue,
        row.oldest_due_at,
        row.failing,
        min(now, first_failure_at(row.next_attempt_at, row.attempts)) if row.failing else None,
        row.last_error,
    )


def first_failure_at(next_attempt_at: datetime, attempts: int) -> datetime:
    """About when a run that failed so many times did so first: its waits are known."""
    last = len(RETRY_DELAYS) - 1
    waits = (RETRY_DELAYS[min(nth, last)] for nth in range(attempts))
    return next_attempt_at - sum(waits, timedelta())
