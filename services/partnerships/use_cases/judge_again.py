"""What would become of the lines of an import, once some of them were corrected."""

from collections.abc import Sequence

from services.chassis.work import UnitOfWork
from services.partnerships.domain.import_plan import Judged, Registry, Verdict
from services.partnerships.domain.import_row import ImportRow
from services.partnerships.storage.companies import Companies
from services.partnerships.storage.import_corrections import ImportCorrections
from services.partnerships.storage.imports import Import
from services.partnerships.storage.likeness import Likeness, NamedLine
from services.partnerships.use_cases.judge_import import judge_import

CHUNK_ROWS = 500
"""Lines looked at together: between two of those other requests get their turn."""


async def judge_again(uow: UnitOfWork, *, about: Import) -> None:
    """Judge every line anew, in order: a corrected one may be what another is a duplicate of."""
    corrections = ImportCorrections(uow, about.id)
    registry: Registry | None = None
    last = 0
    while rows := await corrections.after(last, CHUNK_ROWS):
        registry, judged = await judge_import(uow, uai=about.uai, rows=rows, before=registry)
        await corrections.judge(await with_likeness(uow, rows, judged))
        last = rows[-1].line


async def with_likeness(
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
