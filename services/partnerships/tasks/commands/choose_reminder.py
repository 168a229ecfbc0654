"""Somebody of a bureau wants to be reminded by mail, or not."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.tasks.store.task_silences import TaskSilences


async def choose_reminder(
    uow: UnitOfWork,
    *,
    account_id: UUID,
    wanted: bool,
    now: datetime,  # noqa: ARG001  every use case is given it
) -> None:
    """Say whether the account gets the reminder of the morning, for each of its lycées."""
    silences = TaskSilences(uow)
    for uai in sorted(uow.scope.uais):
        await (silences.end if wanted else silences.ask)(uai, account_id)
