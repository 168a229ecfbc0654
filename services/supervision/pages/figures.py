"""The figures of coverage as pages show them: of all lycées for the supervisor, of one for its head."""

from collections.abc import Iterable, Sequence
from typing import Any

from contracts.identifiers import SchoolYear, Uai
from contracts.publication import FactFamily
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views import charts
from services.chassis.web.views.french import PARIS, number
from services.supervision.domain.bars import LEGEND, by_lycee, together
from services.supervision.domain.coverage import LyceeCoverage, is_silent
from services.supervision.domain.indicators.measuring import Count, Unit, Untold, figure
from services.supervision.domain.sentences import between
from services.supervision.domain.verified import COVERAGE, REGISTRY, Book, Verified
from services.supervision.pages.indicators import said
from services.supervision.queries.actions import action_counts
from services.supervision.queries.commitments import commitment_counts
from services.supervision.queries.coverage import coverage, school_years
from services.supervision.queries.mobility import mobility_totals_of
from services.supervision.queries.partnerships import partnership_counts
from services.supervision.queries.refusals import refusal_counts
from services.supervision.queries.verified import verified

WITHHELD = "Non publié"
"""Said wherever a head keeps the figures in the lycée; never a zero."""


def counted(count: Count | None, unit: Unit = Unit.COUNT) -> str:
    """A count as it is read; None: no event told it."""
    return said(figure(Untold.UNTOLD if count is None else count), unit)


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


async def partnership_figures(uow: UnitOfWork, lycees: Sequence[LyceeCoverage]) -> dict[str, Any]:
    """What `_partnerships.html` draws of these lycées."""
    return {
        "lycees": lycees,
        "partnerships": await partnership_counts(uow),
        "commitments": await commitment_counts(uow),
        "count": counted,
        "euros": Unit.EUROS,
        "verified": await compared_of(uow, REGISTRY, lycees),
    }


async def action_figures(uow: UnitOfWork, year: SchoolYear) -> dict[str, Any]:
    """What `_actions.html` draws besides the lycées."""
    return {
        "actions": await action_counts(uow, year),
        "refusals": await refusal_counts(uow, year),
        "count": counted,
    }


async def compared_of(
    uow: UnitOfWork, book: Book, lycees: Iterable[LyceeCoverage]
) -> Verified | None:
    """What these lycées stated of themselves beside what was heard; not of those that keep it."""
    told = {o.uai: o.name for o in lycees if book.family not in o.publication.closed}
    return await verified(uow, book, told)
