"""A bureau looks at what importing a list would do."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.chassis.errors import Conflict
from services.chassis.work import UnitOfWork
from services.partnerships.domain.import_plan import Judged, Registry, Verdict
from services.partnerships.domain.import_row import ImportRow
from services.partnerships.storage.companies import Companies
from services.partnerships.storage.import_files import ImportFile
from services.partnerships.storage.imports import Import, Imports
from services.partnerships.storage.likeness import Likeness, NamedLine
from services.partnerships.storage.uploads import Uploads
from services.partnerships.use_cases.judge_import import judge_import

CHUNK_ROWS = 500


class ImportConfirmed(Conflict):
    """What its columns are can no longer be changed."""

    code = "import-confirmed"
    title = "Cet import est déjà confirmé\u202f: ses colonnes ne changent plus."


async def preview_import(
    uow: UnitOfWork, *, import_id: UUID, read: ImportFile, now: datetime
) -> None:
    """Keep a file's lines and what would become of each (aperçu), instead of those read before.

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
    )
    await imports.begin_again(previewed)
    await Uploads(uow).say(import_id, read.columns)
    judged = await _judged(uow, previewed, read)
    await imports.add_lines(previewed, list(zip(read.rows, judged, strict=True)), read.refused)


async def _judged(uow: UnitOfWork, of: Import, read: ImportFile) -> Sequence[Judged]:
    registry: Registry | None = None
    judged: list[Judged] = []
    # In pieces: between two of them other requests get their turn.
    for start in range(0, len(read.rows), CHUNK_ROWS):
        chunk = read.rows[start : start + CHUNK_ROWS]
        registry, verdicts = await judge_import(uow, uai=of.uai, rows=chunk, before=registry)
        judged += await _with_likeness(uow, chunk, verdicts)
    return judged


async def _with_likeness(
    uow: UnitOfWork, rows: Sequence[ImportRow], judged: Sequence[Judged]
) -> Sequence[Judged]:
    """Say of each new company which one of the registry it looks like."""
    new = {one.line for one in judged if one.verdict is Verdict.CREATED}
    lines = [
        NamedLine(row.line, row.company.name, row.site.place)
        for row in rows
        if row.line in new and row.site.place
    ]
    alike = await Likeness(uow).of_lines(lines)
    known = {one.id: one for one in await Companies(uow).with_ids(set(alike.values()))}
    sirens = {row.line: row.siren for row in rows}
    said = {
        line: known[company_id].details.name
        for line, company_id in alike.items()
        if known[company_id].may_have(sirens[line])
    }
    return [one.looking_like(said[one.line]) if one.line in said else one for one in judged]
