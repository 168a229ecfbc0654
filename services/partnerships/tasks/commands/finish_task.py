"""A bureau did what it had to do."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.tasks.store.tasks import Tasks


async def finish_task(uow: UnitOfWork, *, task_id: UUID, now: datetime) -> None:
    """Tick a task off (tâche faite), for each of one's lycées it is for. Raises NotFound."""
    tasks = Tasks(uow)
    await tasks.finish([task.id for task in await tasks.take(task_id)], now)
