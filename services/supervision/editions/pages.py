"""What the academy reads of the department: no lycée, and nothing that tells of fewer than five pupils.

It is the table of the week's edition, one and the same whatever is asked and when: a year, and no other
cut, so that no two answers can be subtracted from one another.
"""

from collections.abc import AsyncIterator, Sequence

from fastapi import Request, Response

from contracts.identifiers import SchoolYear
from services.chassis.exports.file_answer import answer_export, begin_piece, warning
from services.chassis.exports.sheet import Column, Row
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.answers.rendering import render
from services.chassis.web.router import RequestUnitOfWork
from services.chassis.web.strict_query import strict_router
from services.supervision.base.small_numbers import PublishedRow
from services.supervision.coverage.model.coverage import Totals
from services.supervision.editions.queries import DISCRETION, read_published
from services.supervision.permissions import SEE_TOTALS

router = strict_router()

WITHHELD = "Effectif trop faible"


@router.page("/departement/totaux", action=SEE_TOTALS)
async def show_totals(
    request: Request, uow: RequestUnitOfWork, annee: SchoolYear | None = None
) -> Response:
    """What the academy reads (totaux du département)."""
    published = await read_published(uow)
    year = published.year(annee)
    return render(
        request,
        "supervision/editions/totals.html",
        published=published,
        totals=published.totals(year),
        year=year,
        years=sorted({*published.years, year}, reverse=True),
        withheld=WITHHELD,
        rule=DISCRETION,
    )


COLUMNS = (
    *(Column("Formation", 40), Column("MEF", 13), Column("Élèves attendus", 22)),
    *(Column("Lieu d’accueil confirmé", 24), Column("Sans lieu d’accueil", 22)),
)


@router.page("/departement/totaux.csv", action=SEE_TOTALS)
@router.page("/departement/totaux.xlsx", action=SEE_TOTALS)
async def export_totals(request: Request, annee: SchoolYear | None = None) -> Response:
    """The table of an edition as a file, with the same figures withheld."""
    async with begin_piece(request) as uow:
        published = await read_published(uow)
    year = published.year(annee)

    async def rows() -> AsyncIterator[Sequence[Row]]:
        yield totals_rows(published.totals(year)) if published.edition else []

    first = f"Totaux du département {runtime_of(request).settings.department}. {published.said}. "
    about = (*warning(request), first + published.when, f"Année scolaire {year}", DISCRETION)
    made_on = published.day or published.since.date()
    return await answer_export(request, "totaux", COLUMNS, rows(), about=about, made_on=made_on)


def totals_rows(found: Totals) -> Sequence[Row]:
    """Under `COLUMNS`: formations, all together, and who is not in them."""
    rows: list[Row] = [(t.formation, t.mef, *_figures(t.told)) for t in found.formations]
    rows.append((found.label, None, *_figures(found.together)))
    if found.without:
        missing = f"Non publié\u00a0: {found.without} lycée(s) sur {found.lycees}"
        rows.append((missing, *(None,) * 4))
    return rows


def _figures(told: PublishedRow) -> Row:
    counts = (told.expected, told.agreed, told.without)
    return tuple(WITHHELD if count is None else count for count in counts)
