"""Tasks: each lycée's own, one row per lycée also when they come from one exchange for several."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, insert, select, update

from contracts.identifiers import Uai
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.tasks.model import Task, TaskCode, TaskDetails
from services.partnerships.tasks.tables import tasks

T = tasks.c
AS_ONE = func.coalesce(T.shared_id, T.task_id)
"""What the rows of one task have in common."""
_DETAILS = tuple(TaskDetails.__dataclass_fields__)


class Tasks:
    """The tasks of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, task: Task, now: datetime) -> None:
        """Record a task."""
        values = {**vars(task), "task_id": task.id, "created_at": now}
        del values["id"]
        await self._uow.execute(insert(tasks).values(**values))

    async def take(self, task_id: UUID) -> Sequence[Task]:
        """A task, to change it: one row for each lycée in scope it is for. Raises NotFound."""
        one = select(AS_ONE).where(T.task_id == task_id)
        as_one = (await self._uow.execute(one)).scalar()
        if as_one is None:
            raise NotFound
        statement = select(tasks).where(as_one == AS_ONE).order_by(T.uai).with_for_update()
        return [_task(row) for row in await self._uow.execute(statement)]

    async def save(self, task: Task) -> None:
        """Record the present state of a known task."""
        values = {name: getattr(task, name) for name in (*_DETAILS, "done_at", "version")}
        await self._change([task.id], values)

    async def finish(self, task_ids: Collection[UUID], at: datetime | None) -> None:
        """Say when they were done; None: they are to be done after all."""
        await self._change(task_ids, {"done_at": at})

    async def _change(self, task_ids: Collection[UUID], values: Mapping[str, Any]) -> None:
        statement = update(tasks).where(T.task_id.in_(list(task_ids)))
        await self._uow.execute(statement.values(**values))

    async def remove(self, task_ids: Collection[UUID]) -> None:
        """Forget tasks."""
        await self._uow.execute(delete(tasks).where(T.task_id.in_(list(task_ids))))

    async def follow_ups(self, interaction_ids: Collection[UUID]) -> Sequence[Task]:
        """The tasks that exchanges left."""
        statement = select(tasks).where(_left_by(interaction_ids))
        return [_task(row) for row in await self._uow.execute(statement)]

    async def drop_follow_ups(self, interaction_ids: Collection[UUID]) -> None:
        """The exchanges were noted by mistake."""
        await self._uow.execute(delete(tasks).where(_left_by(interaction_ids)))


def _left_by(interaction_ids: Collection[UUID]) -> ColumnElement[bool]:
    return T.interaction_id.in_(list(interaction_ids))


def _task(row: Any) -> Task:
    return Task(
        id=row.task_id,
        uai=Uai(row.uai),
        code=TaskCode(row.code),
        note=row.note,
        company_id=row.company_id,
        site_id=row.site_id,
        actor_id=row.actor_id,
        interaction_id=row.interaction_id,
        shared_id=row.shared_id,
        due_on=row.due_on,
        assignee=row.assignee,
        urgent=row.urgent,
        done_at=row.done_at,
        version=row.version,
    )
