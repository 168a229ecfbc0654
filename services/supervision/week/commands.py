"""Stating the week of the department on its Monday, and planning the next one."""

from datetime import datetime

from contracts.supervision.weeks import DepartmentWeekId, DepartmentWeekStatedV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import PARIS
from services.supervision.editions.model.edition import next_edition
from services.supervision.week.model import monday_of, week_id

JOB = "week"


async def plan_week(uow: UnitOfWork, *, now: datetime) -> None:
    """Have the next week stated with its edition, on Monday at seven; asking again changes nothing."""
    due_at = next_edition(now)
    await uow.schedule(JOB, key=due_at.date().isoformat(), due_at=due_at)


async def state_week(uow: UnitOfWork, *, now: datetime) -> None:
    """Say that the week can be read (point de la semaine): the one that runs, whichever was missed."""
    today = now.astimezone(PARIS).date()
    monday = monday_of(today)
    stated = DepartmentWeekStatedV1(
        week_id=DepartmentWeekId(week_id(uow.department, monday)),
        monday=monday,
        occurred_on=today,
    )
    uow.publish(stated)
