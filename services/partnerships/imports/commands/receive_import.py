"""A bureau brings a list."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.import_files.store.files import ImportFile
from services.partnerships.imports.commands.plan_forgetting import (
    FILE_JOB,
    FILE_KEPT,
    plan_forgetting,
)
from services.partnerships.imports.store.imports import Import, Imports
from services.partnerships.imports.store.uploads import Upload, Uploads

FILE_NAME_CHARACTERS_MAX = 120


async def receive_import(
    uow: UnitOfWork,
    *,
    read: ImportFile,
    content: bytes,
    file_name: str,
    uai: Uai | None = None,
    now: datetime,
) -> UUID:
    """Keep a file (liste déposée) until somebody says what its columns are; return the import's id.

    Raises LyceeNotChosen.
    """
    lycee = uow.writing_for(uai)
    received = Import(
        id=uow.new_id(),
        uai=lycee,
        source=read.source,
        file_name=file_name[:FILE_NAME_CHARACTERS_MAX],
        status="uploaded",
        previewed_at=now,
        completed_at=None,
        headings=read.headings,
        sheet=read.sheet,
        unread_sheets=read.unread_sheets,
    )
    await Imports(uow).add(received)
    upload = Upload.of(read, content)
    await Uploads(uow).add(received, upload)
    await plan_forgetting(uow, import_id=received.id, uai=lycee, now=now)
    await uow.schedule(FILE_JOB, key=str(received.id), due_at=now + FILE_KEPT, uai=lycee)
    return received.id
