"""A bureau has a change to many companies made."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.mass_changes.commands.make_changes import make_changes
from services.partnerships.mass_changes.store.mass_changes import MassChanges
from services.partnerships.renewals.commands import plan_reminder


async def confirm_change(
    uow: UnitOfWork, *, change_id: UUID, version: int, roles: Collection[str], now: datetime
) -> None:
    """Begin it (changement confirmé); `roles` are those held in its lycée.

    Confirming again changes nothing more. Raises NotFound, StaleVersion.
    """
    changes = MassChanges(uow)
    change = await changes.get(change_id, lock=True)
    if not change.begin(version, roles):
        return
    await changes.save(change)
    if change.asked.task:
        await plan_reminder(uow, uai=change.uai, due_on=change.asked.task.due_on, now=now)
    await make_changes(uow, change_id=change_id, now=now)
