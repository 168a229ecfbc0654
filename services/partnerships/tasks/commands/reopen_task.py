"""A task that was ticked off is to be done after all."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.tasks.store.tasks import Tasks


async def reopen_task(
    uow: UnitOfWork,
    *,
    task_id: UUID,
    now: datetime,  # noqa: ARG001  every use case is given it
) -> None:
    """Have a task to do again, for each of one's lycées it is for. Raises NotFound."""
    tasks = Tasks(uow)
    await tasks.finish([task.id for task in await tasks.take(task_id)], None)
