"""A bureau looks at what importing a list would do."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.work import UnitOfWork
from services.partnerships.domain.import_plan import Judged, Registry
from services.partnerships.storage.import_files import ImportFile
from services.partnerships.storage.imports import Import, Imports
from services.partnerships.use_cases.judge_import import judge_import
from services.partnerships.use_cases.plan_forgetting import plan_forgetting

FILE_NAME_CHARACTERS_MAX = 120
CHUNK_ROWS = 500


async def preview_import(
    uow: UnitOfWork, *, read: ImportFile, file_name: str, uai: Uai | None = None, now: datetime
) -> UUID:
    """Keep a file's lines and what would become of each (aperçu); return the import's id.

    Nothing enters the registry before it is confirmed. Raises LyceeNotChosen.
    """
    lycee = uow.writing_for(uai)
    previewed = Import(
        id=uow.new_id(),
        uai=lycee,
        source=read.source,
        file_name=file_name[:FILE_NAME_CHARACTERS_MAX],
        status="previewed",
        previewed_at=now,
        completed_at=None,
        headings=read.headings,
        sheet=read.sheet,
        unread_sheets=read.unread_sheets,
    )
    imports = Imports(uow)
    await imports.add(previewed)
    await plan_forgetting(uow, import_id=previewed.id, uai=lycee, now=now)
    registry: Registry | None = None
    judged: list[Judged] = []
    # In pieces: between two of them other requests get their turn.
    for start in range(0, len(read.rows), CHUNK_ROWS):
        chunk = read.rows[start : start + CHUNK_ROWS]
        registry, verdicts = await judge_import(uow, uai=lycee, rows=chunk, before=registry)
        judged += verdicts
    await imports.add_lines(previewed, list(zip(read.rows, judged, strict=True)), read.refused)
    return previewed.id
