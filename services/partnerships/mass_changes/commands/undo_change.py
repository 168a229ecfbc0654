"""A bureau takes back a change to many companies."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.mass_changes.commands.take_changes_back import take_changes_back
from services.partnerships.mass_changes.store.mass_changes import MassChanges


async def undo_change(
    uow: UnitOfWork, *, change_id: UUID, version: int, roles: Collection[str], now: datetime
) -> None:
    """Put back what it changed (changement annulé); one under way goes no further.

    What somebody edited since is kept. Asking again does nothing more. Raises NotFound,
    ChangeNotUndoable, StaleVersion.
    """
    changes = MassChanges(uow)
    change = await changes.get(change_id, lock=True)
    if not change.begin_undoing(version, roles):
        return
    await changes.save(change)
    await take_changes_back(uow, change_id=change_id, now=now)
