"""Reminders of agreements that run out, planned."""

from datetime import date, datetime

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date, morning_of
from services.partnerships.renewals.store import any_to_recall

JOB = "remind-tasks"


async def plan_reminder(uow: UnitOfWork, *, uai: Uai, due_on: date | None, now: datetime) -> None:
    """Have what is due that day said by mail in the morning, once for all of the lycée's tasks.

    Nothing is said of a day that has begun: whoever notes it then is at it.
    """
    if due_on is not None and due_on > local_date(now):
        await uow.schedule(JOB, key=str(due_on), due_at=morning_of(due_on), uai=uai)


async def plan_renewals(uow: UnitOfWork, *, uai: Uai, now: datetime) -> None:
    """Have the agreements that run out said by mail this morning, with what is due.

    Looked at every night rather than when one is signed: so it is right whatever was corrected,
    taken back or merged since, and for those signed late or before there was a reminder. What could
    not be said on its morning is said on the next.
    """
    today = local_date(now)
    if await any_to_recall(uow, today):
        await uow.schedule(JOB, key=str(today), due_at=morning_of(today), uai=uai)
