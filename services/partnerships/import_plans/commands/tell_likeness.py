"""Which lines of a list look like a company of the registry."""

from collections.abc import Sequence

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.companies.store.companies import Companies
from services.partnerships.duplicates.store.likeness import Likeness, NamedLine
from services.partnerships.import_plans.model.plan import Judged, Verdict
from services.partnerships.import_rows.model.row import ImportRow


async def tell_likeness(
    uow: UnitOfWork, *, rows: Sequence[ImportRow], judged: Sequence[Judged]
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
