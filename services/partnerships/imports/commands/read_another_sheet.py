"""A bureau has another sheet of its workbook read."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.import_files.store.files import ImportFile
from services.partnerships.imports.commands.preview_import import ImportConfirmed, preview_import
from services.partnerships.imports.store.imports import Imports
from services.partnerships.imports.store.uploads import Uploads


async def read_another_sheet(
    uow: UnitOfWork, *, import_id: UUID, read: ImportFile, now: datetime
) -> None:
    """Keep what another sheet (feuille) holds instead; its columns may have to be said first.

    Raises NotFound, ImportConfirmed.
    """
    if read.settled:
        await preview_import(uow, import_id=import_id, read=read, now=now)
        return
    imports = Imports(uow)
    found = await imports.get(import_id, lock=True)
    if found.status not in ("uploaded", "previewed"):
        raise ImportConfirmed
    await imports.begin_again(
        replace(
            found,
            status="uploaded",
            headings=read.headings,
            sheet=read.sheet,
            unread_sheets=read.unread_sheets,
            cells=read.cells,
        )
    )
    await Uploads(uow).say(import_id, read)
