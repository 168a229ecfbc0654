"""What the academy reads of the department: no lycée, and nothing that tells of fewer than five pupils.

The table is one and the same whatever is asked: a year, and no other cut, so that no two answers can
be subtracted from one another.
"""

from collections.abc import AsyncIterator, Sequence

from fastapi import Request, Response

from contracts.identifiers import SchoolYear
from services.chassis.exporting.answering import about, answer_export, begin_piece
from services.chassis.exporting.sheet import Column, Row
from services.chassis.web.answering import runtime_of
from services.chassis.web.asked import strict_router
from services.chassis.web.rendering import render
from services.chassis.web.routing import RequestUnitOfWork
from services.supervision.domain.coverage import Totals, totals
from services.supervision.domain.small_numbers import Told
from services.supervision.pages.following import MARK_OF_TOTALS, follow_publication
from services.supervision.permissions import SEE_TOTALS
from services.supervision.queries.coverage import coverage, school_years
from services.supervision.queries.feeds import DISCRETION

router = strict_router()

WITHHELD = "Effectif trop faible"


@router.page("/departement/totaux", action=SEE_TOTALS)
async def show_totals(
    request: Request, uow: RequestUnitOfWork, annee: SchoolYear | None = None
) -> Response:
    """What the academy reads (totaux du département)."""
    await follow_publication(request, uow, address=MARK_OF_TOTALS)
    current = SchoolYear.of(uow.now.date())
    year = annee or current
    return render(
        request,
        "supervision/totals.html",
        totals=totals(await coverage(uow, year=year)),
        year=year,
        years=sorted({*await school_years(uow), year, current}, reverse=True),
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
    """The same table as a file, with the same figures withheld."""
    year = annee or SchoolYear.of(runtime_of(request).work.now().date())

    async def rows() -> AsyncIterator[Sequence[Row]]:
        async with begin_piece(request) as uow:
            yield totals_rows(totals(await coverage(uow, year=year)))

    above = about(request, "Totaux du département", f"Année scolaire {year}", DISCRETION)
    return await answer_export(request, "totaux", COLUMNS, rows(), about=above)


def totals_rows(found: Totals) -> Sequence[Row]:
    """Under `COLUMNS`: formations, all together, and who is not in them."""
    rows: list[Row] = [(t.formation, t.mef, *_figures(t.told)) for t in found.formations]
    rows.append((found.label, None, *_figures(found.together)))
    if found.without:
        missing = f"Non publié\u00a0: {found.without} lycée(s) sur {found.lycees}"
        rows.append((missing, *(None,) * 4))
    return rows


def _figures(told: Told) -> Row:
    counts = (told.expected, told.agreed, told.without)
    return tuple(WITHHELD if count is None else count for count in counts)
