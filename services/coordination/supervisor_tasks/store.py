"""Tasks of the supervisors, in the scope of the department."""

from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update

from contracts.identifiers import Uai
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.supervisor_tasks.model import (
    About,
    AboutKind,
    SupervisorTask,
    TaskDetails,
    TaskState,
)
from services.coordination.supervisor_tasks.tables import supervisor_tasks

T = supervisor_tasks.c


class SupervisorTasks:
    """What the supervisors have to do."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, task: SupervisorTask) -> None:
        """Record a new task."""
        about = task.about
        await self._uow.execute(
            insert(supervisor_tasks).values(
                uai=self._uow.department_uai,
                task_id=task.id,
                about_kind=about.kind.value if about else None,
                about_id=about.id if about else None,
                **_values(task),
            )
        )

    async def get(self, task_id: UUID, *, for_update: bool = False) -> SupervisorTask:
        """Raises NotFound. `for_update`: nobody else changes it until the commit."""
        statement = select(supervisor_tasks).where(T.task_id == task_id)
        row = (
            await self._uow.execute(statement.with_for_update() if for_update else statement)
        ).first()
        if row is None:
            raise NotFound
        return task_of(row)

    async def save(self, task: SupervisorTask) -> None:
        """Record what changed."""
        await self._uow.execute(
            update(supervisor_tasks).where(T.task_id == task.id).values(**_values(task))
        )


def task_of(row: Any) -> SupervisorTask:
    """A task as it is kept."""
    return SupervisorTask(
        id=row.task_id,
        details=TaskDetails(row.title, row.due_on, Uai(row.lycee) if row.lycee else None),
        about=About(AboutKind(row.about_kind), row.about_id) if row.about_kind else None,
        state=TaskState(row.state),
        settled_at=row.settled_at,
        version=row.version,
    )


def _values(task: SupervisorTask) -> dict[str, Any]:
    return {
        **vars(task.details),
        "state": task.state.value,
        "settled_at": task.settled_at,
        "version": task.version,
    }
