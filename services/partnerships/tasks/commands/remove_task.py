"""A task that is not to be done at all."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.tasks.store.tasks import Tasks


async def remove_task(
    uow: UnitOfWork,
    *,
    task_id: UUID,
    now: datetime,  # noqa: ARG001  every use case is given it
) -> None:
    """Remove a task, for each of one's lycées it is for. Raises NotFound."""
    tasks = Tasks(uow)
    await tasks.remove([task.id for task in await tasks.take(task_id)])
