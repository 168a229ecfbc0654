"""A bureau says otherwise what it has to do: when, by whom, how urgent."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.renewals.commands.plan_reminder import plan_reminder
from services.partnerships.tasks.model.task import TaskDetails
from services.partnerships.tasks.store.tasks import Tasks


async def change_task(
    uow: UnitOfWork,
    *,
    task_id: UUID,
    version: int,
    details: TaskDetails,
    now: datetime,
) -> None:
    """Change a task, for each of one's lycées it is for.

    Raises NotFound, StaleVersion, TaskWithoutWords.
    """
    tasks = Tasks(uow)
    rows = await tasks.take(task_id)
    max(rows, key=lambda row: row.version).expect(version)
    details.check()
    for task in rows:
        await tasks.save(replace(task, version=version + 1, **vars(details)))
        await plan_reminder(uow, uai=task.uai, due_on=details.due_on, now=now)
