"""The figures of coverage as pages show them: of all lycées for the supervisor, of one for its head."""

from typing import Any

from contracts.identifiers import SchoolYear, Uai
from contracts.publication import FactFamily
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views import charts
from services.chassis.web.views.french import PARIS, number
from services.supervision.actions.pages import action_figures
from services.supervision.actions.queries import mobility_totals_of
from services.supervision.base.days_in_words import between
from services.supervision.base.figure_words import WITHHELD
from services.supervision.coverage.model.bars import LEGEND, by_lycee, together
from services.supervision.coverage.model.coverage import is_silent
from services.supervision.coverage.queries.coverage import coverage, school_years
from services.supervision.exactness.model import COVERAGE
from services.supervision.exactness.queries.exactness import compared_of
from services.supervision.partnerships.pages import partnership_figures


async def figures(
    uow: UnitOfWork, asked: SchoolYear | None, *, uai: Uai | None = None
) -> dict[str, Any]:
    """Everything the page of a lycée draws of it. Raises NotFound."""
    shown = await coverage_figures(uow, asked, uai=uai)
    return {
        **shown,
        **await partnership_figures(uow, shown["lycees"]),
        **await action_figures(uow, shown["year"]),
    }


async def coverage_figures(
    uow: UnitOfWork, asked: SchoolYear | None, *, uai: Uai | None = None
) -> dict[str, Any]:
    """What `_coverage.html` draws, of all lycées in scope or of one. Raises NotFound."""
    today = uow.now.astimezone(PARIS).date()
    current = SchoolYear.of(today)
    year = asked or current
    lycees = [one for one in await coverage(uow, year=year) if uai in (None, one.uai)]
    if uai is not None and not lycees:
        raise NotFound
    compared, summed = by_lycee(lycees, today), together(lycees, today)
    rows = [[name, number(n["agreed"]), number(n["without"])] for name, n in compared]
    return {
        "bars": charts.bars(compared, LEGEND),
        "bar_rows": [*rows, *([name, WITHHELD, WITHHELD] for name in summed.kept)],
        "together": summed,
        "withheld": WITHHELD,
        "year": year,
        "years": sorted({*await school_years(uow), year, current}, reverse=True),
        "lycees": lycees,
        "mobility": await mobility_totals_of(uow, year),
        "coverage_family": FactFamily.COVERAGE,
        "coverage_verified": await compared_of(uow, COVERAGE, lycees),
        "now": uow.now,
        "is_silent": lambda heard_at: is_silent(heard_at, uow.now),
        "between": between,
    }
