"""Commands of the supervisor’s tasks: noted, changed, moved, done, removed, to be done after all."""

from datetime import date, datetime
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.news.store.news import Lycees
from services.coordination.supervisor_tasks.model import (
    About,
    SupervisorTask,
    TaskDetails,
    TaskLyceeUnknown,
    TaskState,
)
from services.coordination.supervisor_tasks.store import SupervisorTasks


async def add_supervisor_task(
    uow: UnitOfWork, *, details: TaskDetails, about: About | None = None
) -> UUID:
    """Note a task (tâche) and return its id. Raises TaskLyceeUnknown."""
    await _expect_known(uow, details.lycee)
    task = SupervisorTask(uow.new_id(), details, about)
    await SupervisorTasks(uow).add(task)
    return task.id


async def change_supervisor_task(
    uow: UnitOfWork, *, task_id: UUID, version: int, details: TaskDetails
) -> None:
    """Say a task otherwise. Raises NotFound, StaleVersion, TaskOver, TaskLyceeUnknown."""
    before = await SupervisorTasks(uow).get(task_id, for_update=True)
    if details.lycee != before.details.lycee:
        await _expect_known(uow, details.lycee)
    await SupervisorTasks(uow).save(before.changed(version, details))


async def move_supervisor_task(
    uow: UnitOfWork, *, task_id: UUID, version: int, due_on: date | None
) -> date | None:
    """Put a task on another day (report), or on none; return the day it had.

    Raises NotFound, StaleVersion, TaskOver.
    """
    before = await SupervisorTasks(uow).get(task_id, for_update=True)
    await SupervisorTasks(uow).save(before.moved(version, due_on))
    return before.details.due_on


async def finish_supervisor_task(
    uow: UnitOfWork, *, task_id: UUID, version: int, now: datetime
) -> None:
    """Tick a task off (tâche faite). Raises NotFound, StaleVersion, TaskOver."""
    before = await SupervisorTasks(uow).get(task_id, for_update=True)
    await SupervisorTasks(uow).save(before.settled(version, TaskState.DONE, now=now))


async def remove_supervisor_task(
    uow: UnitOfWork, *, task_id: UUID, version: int, now: datetime
) -> None:
    """Remove a task that is not to be done at all. Raises NotFound, StaleVersion, TaskOver."""
    before = await SupervisorTasks(uow).get(task_id, for_update=True)
    await SupervisorTasks(uow).save(before.settled(version, TaskState.REMOVED, now=now))


async def reopen_supervisor_task(uow: UnitOfWork, *, task_id: UUID, version: int) -> None:
    """Take back that a task is done, or removed. Raises NotFound, StaleVersion, TaskToDo."""
    before = await SupervisorTasks(uow).get(task_id, for_update=True)
    await SupervisorTasks(uow).save(before.reopened(version))


async def _expect_known(uow: UnitOfWork, lycee: Uai | None) -> None:
    if lycee is None:
        return
    if lycee == uow.department_uai or lycee not in await Lycees(uow).names():
        raise TaskLyceeUnknown(field="lycee")
