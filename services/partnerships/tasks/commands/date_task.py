"""A bureau puts a task off to another day."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.renewals.commands.plan_reminder import plan_reminder
from services.partnerships.tasks.store.tasks import Tasks


async def date_task(
    uow: UnitOfWork,
    *,
    task_id: UUID,
    due_on: date | None,
    now: datetime,
) -> date | None:
    """Give a task another day (échéance), or none; return the day it had. Raises NotFound."""
    tasks = Tasks(uow)
    rows = await tasks.take(task_id)
    for task in rows:
        await tasks.save(replace(task, version=task.version + 1, due_on=due_on))
        await plan_reminder(uow, uai=task.uai, due_on=due_on, now=now)
    return rows[0].due_on
