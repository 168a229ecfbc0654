"""A bureau looks at what importing a list would do."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.chassis.base.errors import Conflict
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.import_files.store.files import ImportFile
from services.partnerships.import_files.store.layout import reader
from services.partnerships.import_plans.commands import judge_import, tell_likeness
from services.partnerships.import_plans.model.plan import Judged, Registry, reasked
from services.partnerships.import_rows.model.parse import read_row
from services.partnerships.import_rows.model.row import ImportRow, RefusedRow
from services.partnerships.imports.commands.judge_again import CHUNK_ROWS
from services.partnerships.imports.store.corrections import Amended, ImportCorrections
from services.partnerships.imports.store.imports import Import, Imports
from services.partnerships.imports.store.uploads import Uploads


class ImportConfirmed(Conflict):
    """What its columns are can no longer be changed."""

    code = "import-confirmed"
    title = "Cet import est déjà confirmé\u202f: ses colonnes ne changent plus."


async def preview_import(
    uow: UnitOfWork, *, import_id: UUID, read: ImportFile, now: datetime
) -> None:
    """Keep a file's lines and what would become of each (aperçu), instead of those read before.

    What was corrected or answered stays, unless another sheet is read now.
    Nothing enters the registry before it is confirmed. Raises NotFound, ImportConfirmed.
    """
    imports = Imports(uow)
    found = await imports.get(import_id, lock=True)
    if found.status not in ("uploaded", "previewed"):
        raise ImportConfirmed
    previewed = replace(
        found,
        status="previewed",
        previewed_at=now,
        headings=read.headings,
        sheet=read.sheet,
        unread_sheets=read.unread_sheets,
        cells=read.cells,
    )
    rows, refused = await _as_amended(uow, found, read)
    await imports.begin_again(previewed)
    await Uploads(uow).say(import_id, read)
    judged = await _judged(uow, previewed, rows)
    kept = zip(reasked(rows, judged), judged, strict=True)
    await imports.add_lines(previewed, list(kept), refused)


async def _judged(uow: UnitOfWork, of: Import, rows: Sequence[ImportRow]) -> Sequence[Judged]:
    registry: Registry | None = None
    judged: list[Judged] = []
    for start in range(0, len(rows), CHUNK_ROWS):
        chunk = rows[start : start + CHUNK_ROWS]
        registry, verdicts = await judge_import(uow, uai=of.uai, rows=chunk, before=registry)
        judged += await tell_likeness(uow, rows=chunk, judged=verdicts)
    return judged


async def _as_amended(
    uow: UnitOfWork, of: Import, read: ImportFile
) -> tuple[list[ImportRow], list[RefusedRow]]:
    """The lines of a file, with what was corrected before its columns were said anew."""
    every: list[ImportRow | RefusedRow] = [*read.rows, *read.refused]
    amended = await ImportCorrections(uow, of.id).amended() if of.sheet == read.sheet else {}
    if amended:
        every = [_amend(row, amended[row.line]) if row.line in amended else row for row in every]
    rows = sorted((one for one in every if isinstance(one, ImportRow)), key=lambda one: one.line)
    return rows, [one for one in every if isinstance(one, RefusedRow)]


def _amend(row: ImportRow | RefusedRow, before: Amended) -> ImportRow | RefusedRow:
    typed = before.typed
    again = read_row(row.line, replace(row.origin, typed=typed), reader()) if typed else row
    return before.answering(again) if isinstance(again, ImportRow) else again
