"""A bureau has an import that it stopped go on."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.import_effects.commands.begin_watch import begin_watch
from services.partnerships.import_effects.commands.commit_import import commit_import
from services.partnerships.imports.store.imports import Imports


async def resume_import(uow: UnitOfWork, *, import_id: UUID, now: datetime) -> None:
    """Go on where it stopped (import repris): each line is recorded once.

    Raises NotFound.
    """
    imports = Imports(uow)
    found = await imports.get(import_id, lock=True)
    if found.status == "stopped" and await imports.left(import_id):
        await imports.set_status(import_id, "running")
        await begin_watch(uow, about=found, now=now)
        await commit_import(uow, import_id=import_id, now=now)
