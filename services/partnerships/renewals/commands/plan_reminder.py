"""The morning a task is due, its bureau is reminded of it."""

from datetime import date, datetime

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date, morning_of

JOB = "remind-tasks"


async def plan_reminder(uow: UnitOfWork, *, uai: Uai, due_on: date | None, now: datetime) -> None:
    """Have what is due that day said by mail in the morning, once for all of the lycée's tasks.

    Nothing is said of a day that has begun: whoever notes it then is at it.
    """
    if due_on is not None and due_on > local_date(now):
        await uow.schedule(JOB, key=str(due_on), due_at=morning_of(due_on), uai=uai)
