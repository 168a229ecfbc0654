"""Coverage as a file: what the page shows, line by line."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Annotated

from fastapi import Depends, Request, Response

from services.chassis.exports.file_answer import about, answer_export, begin_piece
from services.chassis.exports.sheet import Column, Row
from services.chassis.web.strict_query import strict_router
from services.chassis.web.views.french import PARIS, date_short
from services.supervision.base.figure_words import WITHHELD
from services.supervision.coverage.model.coverage import Cell, Counts, LyceeCoverage
from services.supervision.coverage.queries.coverage import coverage
from services.supervision.matrix.model.matrix import cells_of
from services.supervision.matrix.model.moments import NAMED
from services.supervision.matrix.pages.coverage import CoverageQuery, month_label
from services.supervision.matrix.queries import CellKey, counts_at_moments
from services.supervision.permissions import EXPORT_COVERAGE

router = strict_router()
DAY = timedelta(days=1)
COVERAGE_COLUMNS = (
    *(Column("Lycée", 34), Column("UAI", 11), Column("Formation", 34), Column("MEF", 13)),
    *(Column("Premier jour", 13), Column("Dernier jour", 13), Column("Élèves attendus", 16)),
    *(
        Column("Lieu d’accueil confirmé", 22),
        Column("Convention éditée"),
        Column("Convention signée"),
    ),
    *(Column("Sans lieu d’accueil", 18), Column("Compté le", 13)),
    *(
        Column(f"{figure} à {name}", 19)
        for name in NAMED.values()
        for figure in ("Attendus", "Lieu confirmé")
    ),
    Column("Saisie tardive", 14),
)
"""A late entry is one that came once the PFMP was over: the day of the last."""


@router.page("/departement/couverture.csv", action=EXPORT_COVERAGE)
@router.page("/departement/couverture.xlsx", action=EXPORT_COVERAGE)
async def export_coverage(request: Request, asked: Annotated[CoverageQuery, Depends()]) -> Response:
    """The lines of the page as it is cut; no figure and « non publié » are not zero."""
    async with begin_piece(request) as uow:
        today = uow.now.astimezone(PARIS).date()
        asked, year, known_on = asked.as_of(today)
        lycees = await coverage(uow, year=year, known_on=known_on)
        until = known_on + DAY if known_on else today
        earlier = await counts_at_moments(uow, year, until)
    cut = asked.cut(today)

    async def rows() -> AsyncIterator[Sequence[Row]]:
        for lycee in lycees:
            yield [
                (*_line(lycee, cell), *_at_moments(lycee, cell, earlier), _late(cell))
                for _, cell in cells_of([lycee], cut)
            ]

    above = about(
        request,
        "Couverture des PFMP",
        f"Année scolaire {year}",
        *_filters(asked, lycees),
        f"Ce que l’on savait le {date_short(known_on)}" if known_on else "",
    )
    return await answer_export(request, "couverture", COVERAGE_COLUMNS, rows(), about=above)


def _filters(asked: CoverageQuery, lycees: Sequence[LyceeCoverage]) -> Iterator[str]:
    """What is left out, in words; a head keeps what is over."""
    labels = {cell.mef: cell.formation for one in lycees for cell in one.cells}
    if asked.lycee:
        yield next((one.name for one in lycees if one.uai == asked.lycee), asked.lycee)
    if asked.formation:
        yield labels.get(asked.formation, asked.formation)
    if asked.mois:
        yield f"Départs\u00a0: {month_label(asked.month or date.max)}"
    if not asked.terminees:
        yield "Sans les PFMP terminées"


def _line(lycee: LyceeCoverage, cell: Cell) -> Row:
    told = cell.counts
    known: Row = (cell.starts_on, cell.ends_on, *(WITHHELD if cell.withheld else None,) * 5)
    if told is not None:
        levels = (told.host_agreed, told.agreement_issued, told.agreement_signed)
        known = (cell.starts_on, cell.ends_on, told.expected, *levels, told.without)
    day = cell.recorded_at.astimezone(PARIS).date() if cell.recorded_at else None
    return (lycee.name, lycee.uai, cell.formation, cell.mef, *known, day)


def _at_moments(
    lycee: LyceeCoverage, cell: Cell, earlier: Mapping[str, Mapping[CellKey, Counts]]
) -> Iterator[int | str | None]:
    """What was known at each named moment; empty when nothing was, or when it is to come."""
    for counts in earlier.values():
        told = counts.get((lycee.uai, cell.period_id, cell.mef)) if cell.period_id else None
        if cell.withheld:
            yield from (WITHHELD, WITHHELD)
        else:
            yield from (told.expected, told.host_agreed) if told else (None, None)


def _late(cell: Cell) -> date | None:
    if cell.recorded_at is None or cell.ends_on is None:
        return None
    day = cell.recorded_at.astimezone(PARIS).date()
    return day if day > cell.ends_on else None
