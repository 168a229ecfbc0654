"""The file of an import nobody confirmed is deleted after an hour: it names people."""

from datetime import datetime
from uuid import UUID

from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.imports.store.imports import Imports
from services.partnerships.imports.store.uploads import Uploads


async def forget_upload(uow: UnitOfWork, *, import_id: UUID, now: datetime) -> None:  # noqa: ARG001 every use case is given the time
    """Forget its file (fichier effacé); where nobody said what its columns are, all it held.

    That it was brought stays, to say so to who comes back. The lines of a preview stay; its columns
    can be said no more. One that is gone is gone.
    """
    imports = Imports(uow)
    try:
        found = await imports.get(import_id, lock=True)
    except NotFound:
        return
    if found.status == "uploaded":
        await imports.forget_file(import_id)
    else:
        await Uploads(uow).remove(import_id)
