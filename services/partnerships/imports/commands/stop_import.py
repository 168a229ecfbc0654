"""A bureau stops an import that is under way."""

from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.imports.store.imports import Imports


async def stop_import(uow: UnitOfWork, *, import_id: UUID) -> None:
    """Leave it at what is recorded (import interrompu): it can go on, or be undone.

    One that is over, or not begun, is left as it is. Raises NotFound.
    """
    imports = Imports(uow)
    found = await imports.get(import_id, lock=True)
    if found.status == "running":
        await imports.set_status(import_id, "stopped")
