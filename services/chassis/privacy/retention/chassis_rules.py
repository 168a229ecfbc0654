"""What every service lets go of: answers to forms, work that is done, parked facts that passed."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Table, cast, delete, literal, select

from services.chassis.database.tables import commands, due_work, parked_events
from services.chassis.privacy.retention.spec import Due, Retention, Rule
from services.chassis.unit_of_work.unit_of_work import UnitOfWork

KEPT = timedelta(days=30)
PERIOD = "30 jours"


def keep_the_chassis(retention: Retention) -> None:
    """Declare the rules of the tables every service has."""
    for name, title, table, key, since in (
        ("commands", "Réponses aux formulaires", commands, "command_id", "recorded_at"),
        ("parked", "Faits mis de côté, puis passés", parked_events, "parked_id", "replayed_at"),
    ):
        retention.keep(aged(name, title, of=table, key=key, since=since, kept=KEPT, period=PERIOD))
    retention.keep(
        Rule("due_work", "Tâches programmées, faites", PERIOD, _no_work, _remove_work, shared=True)
    )


def aged(
    name: str,
    title: str,
    *,
    of: Table,
    key: str,
    since: str,
    kept: timedelta,
    period: str,
    shared: bool = True,
) -> Rule:
    """Rows of a table that go some time after an instant, or a day, of theirs.

    Unless `shared`, its column `uai` says whose each row is.
    """

    async def find(uow: UnitOfWork, *, now: datetime, limit: int) -> Sequence[Due]:
        before = cast(literal(now - kept), of.c[since].type)
        old = select(of.c[key]).where(of.c[since] < before).limit(limit)
        if not shared:
            # Row security may let every lycée's rows be read, and removes its own alone.
            old = old.where(of.c.uai.in_([str(uai) for uai in uow.scope.uais]))
        return [Due(one) for one in (await uow.execute(old)).scalars()]

    async def remove(uow: UnitOfWork, ids: Collection[UUID], _: datetime) -> Collection[UUID]:
        those = delete(of).where(of.c[key].in_(list(ids)))
        return list((await uow.execute(those.returning(of.c[key]))).scalars())

    return Rule(name, title, period, find, remove, shared=shared)


async def _no_work(uow: UnitOfWork, *, now: datetime, limit: int) -> Sequence[Due]:
    """Its rows have numbers and no ids: they are named by their position."""
    done = due_work.c.done_at < now - KEPT
    found: Any = await uow.execute(select(due_work.c.position).where(done).limit(limit))
    return [Due(UUID(int=position)) for position in found.scalars()]


async def _remove_work(uow: UnitOfWork, ids: Collection[UUID], _: datetime) -> Collection[UUID]:
    those = delete(due_work).where(due_work.c.position.in_([one.int for one in ids]))
    gone: Any = await uow.execute(those.returning(due_work.c.position))
    return [UUID(int=position) for position in gone.scalars()]
