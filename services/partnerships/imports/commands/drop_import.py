"""A bureau gives up a list it only looked at."""

from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.imports.store.imports import Imports


async def drop_import(uow: UnitOfWork, *, import_id: UUID) -> None:
    """Forget a previewed import and what its file held; a confirmed one stays. Raises NotFound."""
    imports = Imports(uow)
    found = await imports.get(import_id, lock=True)
    if found.status in ("uploaded", "previewed"):
        await imports.remove(import_id)
