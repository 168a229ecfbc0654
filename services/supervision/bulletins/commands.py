"""Stating what can be read of a week or a month, lycée by lycée, and planning the next ones."""

from datetime import date, datetime

from contracts.identifiers import Uai
from contracts.supervision.bulletins import BulletinId, BulletinKind, BulletinStatedV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.base.today import today_of
from services.supervision.bulletins.model import (
    bulletin_id,
    month_told,
    next_figures,
    next_journal,
    week_told,
)
from services.supervision.coverage.queries.coverage import heard_from

JOURNAL, FIGURES, BULLETIN = "journal", "month-figures", "bulletin"


async def plan_bulletins(uow: UnitOfWork, *, now: datetime) -> None:
    """Have the next journal and the next figures stated when they are due; asking again changes nothing."""
    for job, due_at in ((JOURNAL, next_journal(now)), (FIGURES, next_figures(now))):
        await uow.schedule(job, key=due_at.date().isoformat(), due_at=due_at)


async def state_journal(uow: UnitOfWork, *, now: datetime) -> None:
    """Say that the journal of the week can be read (journal du réseau), whichever was missed."""
    await _state(
        uow, BulletinKind.DEPARTMENT_JOURNAL, BulletinKind.NETWORK_JOURNAL, week_told(now), now
    )


async def state_figures(uow: UnitOfWork, *, now: datetime) -> None:
    """Say that the figures of the month can be read (chiffres du mois), whichever was missed."""
    await _state(
        uow, BulletinKind.DEPARTMENT_FIGURES, BulletinKind.MONTHLY_FIGURES, month_told(now), now
    )


async def state_bulletin(uow: UnitOfWork, *, key: str, now: datetime) -> None:  # noqa: ARG001  every use case is given it
    """State one in the name of the lycée whose turn it is."""
    kind, _, first_day = key.partition(" ")
    _publish(uow, BulletinKind(kind), date.fromisoformat(first_day))


async def _state(
    uow: UnitOfWork, whole: BulletinKind, own: BulletinKind, first_day: date, now: datetime
) -> None:
    _publish(uow, whole, first_day)
    for one in await heard_from(uow):
        # Each in a transaction that speaks for that lycée.
        await uow.schedule(BULLETIN, key=f"{own} {first_day}", due_at=now, uai=Uai(one.uai))


def _publish(uow: UnitOfWork, kind: BulletinKind, first_day: date) -> None:
    stated = BulletinStatedV1(
        bulletin_id=BulletinId(bulletin_id(uow.department, kind, first_day)),
        kind=kind,
        first_day=first_day,
        occurred_on=today_of(uow),
    )
    uow.publish(stated)
