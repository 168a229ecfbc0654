"""A bureau gives up a change to many companies that it only looked at."""

from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.mass_changes.model import ChangeStatus
from services.partnerships.mass_changes.store.mass_changes import MassChanges


async def drop_change(uow: UnitOfWork, *, change_id: UUID) -> None:
    """Forget it (changement abandonné); one that began is left as it is. Raises NotFound."""
    changes = MassChanges(uow)
    change = await changes.get(change_id, lock=True)
    if change.status is ChangeStatus.PREVIEWED:
        await changes.remove(change_id)
