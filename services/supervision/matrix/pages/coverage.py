"""Coverage as a matrix of lycées and months, formations on demand, as known today or on an earlier day."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import Depends, Query, Request, Response

from contracts.identifiers import Mef, SchoolYear, Uai
from services.chassis.web.answers.rendering import render
from services.chassis.web.router import RequestUnitOfWork
from services.chassis.web.strict_query import strict_router
from services.chassis.web.views.french import PARIS, month_name
from services.supervision.base.alphabet import alphabetical
from services.supervision.base.days_in_words import between
from services.supervision.base.figure_words import WITHHELD
from services.supervision.coverage.model.coverage import Cell, LyceeCoverage
from services.supervision.coverage.queries.coverage import coverage, school_years
from services.supervision.exactness.model import COVERAGE
from services.supervision.exactness.queries.exactness import compared_of
from services.supervision.matrix.model.matrix import Cut, cells_of, matrix, month_of
from services.supervision.matrix.model.moments import last_mondays, named_days
from services.supervision.permissions import SEE_DEPARTMENT
from services.supervision.publication.pages import follow_publication

router = strict_router()
PATH = "/departement/couverture"
MONTH = "%Y-%m"
TOTAL = ("Total", "number")
UNDATED = "sans-date"
"""In an address: the periods whose dates nobody published."""


@dataclass(frozen=True)
class CoverageQuery:
    """What the page is asked for; each figure is a link to the same with more of it."""

    annee: SchoolYear | None = None
    lycee: Uai | Literal[""] = ""
    formation: Mef | Literal[""] = ""
    mois: Annotated[str, Query(pattern=r"^(20\d{2}-(0[1-9]|1[0-2])|sans-date|)$")] = ""
    terminees: Literal["oui", ""] = ""
    tri: Literal["manque", ""] = ""
    au: date | Literal[""] = ""

    def address(self, **more: str) -> str:
        """The page with some of it changed; an empty text takes a filter away."""
        given = {name: str(one) for name, one in {**vars(self), **more}.items() if one}
        return f"{PATH}?{urlencode(given)}" if given else PATH

    def as_of(self, today: date) -> tuple["CoverageQuery", SchoolYear, date | None]:
        """With nothing left open: the school year, and the day whose knowledge is asked for."""
        year = self.annee or SchoolYear.of(today)
        # Of today and of days to come nothing else is known than what is known now.
        known_on = self.au if isinstance(self.au, date) and self.au < today else None
        return replace(self, annee=year, au=known_on or ""), year, known_on

    @property
    def month(self) -> date | None:
        """The first day of the month the pupils leave in; `date.max`: no date is published."""
        if self.mois == UNDATED:
            return date.max
        return date.fromisoformat(f"{self.mois}-01") if self.mois else None

    @property
    def query(self) -> str:
        """What the files of the same cut are asked with."""
        return self.address().partition("?")[2]

    @property
    def filtered(self) -> bool:
        """Whether formations are shown, not the matrix alone."""
        return bool(self.lycee or self.formation or self.mois)

    def cut(self, today: date) -> Cut:
        """Which cells that is."""
        since = None if self.terminees else today
        return Cut(self.lycee or None, self.formation or None, self.month, since)


@router.page(PATH, action=SEE_DEPARTMENT)
async def show_coverage(
    request: Request, uow: RequestUnitOfWork, asked: Annotated[CoverageQuery, Depends()]
) -> Response:
    """The whole coverage of a year (couverture des PFMP)."""
    await follow_publication(request, uow)
    today = uow.now.astimezone(PARIS).date()
    current = SchoolYear.of(today)
    asked, year, known_on = asked.as_of(today)
    lycees = await coverage(uow, year=year, known_on=known_on)
    cut = asked.cut(today)
    shown = matrix(lycees, cut)
    if asked.tri:
        shown = shown.by_missing()
    return render(
        request,
        "supervision/matrix/matrix.html",
        asked=asked,
        matrix=shown,
        headings=["Lycée", *(_heading(month) for month in shown.months), TOTAL],
        lines=cells_of(lycees, cut) if asked.filtered else [],
        finished=_finished(lycees, today),
        freshest=_freshest(lycees),
        years=sorted({*await school_years(uow), year, current}, reverse=True),
        today=today,
        known_on=known_on,
        mondays=last_mondays(today),
        moments=_moments(cells_of(lycees, cut) if asked.filtered else [], today),
        coverage_verified=await compared_of(uow, COVERAGE, lycees),
        withheld=WITHHELD,
        between=between,
        **_choices(lycees),
    )


def _moments(
    lines: Sequence[tuple[LyceeCoverage, Cell]], today: date
) -> Sequence[tuple[str, date]]:
    """`J-30` and the others that are over, when all lines leave on one day."""
    departures = {cell.starts_on for _, cell in lines}
    starts_on = departures.pop() if len(departures) == 1 else None
    return [one for one in named_days(starts_on) if one[1] < today] if starts_on else []


def _heading(month: date) -> tuple[str, str]:
    return (month_label(month).capitalize(), "number")


def _choices(lycees: Sequence[LyceeCoverage]) -> dict[str, Any]:
    """What filters offer, and how months are called."""
    labels = {cell.mef: cell.formation for one in lycees for cell in one.cells}
    months = sorted({month_of(cell) for one in lycees for cell in one.cells})
    return {
        "lycee_choices": [(one.uai, one.name) for one in lycees],
        "formation_choices": sorted(labels.items(), key=lambda pair: alphabetical(pair[1])),
        "month_choices": [(month_key(month), month_label(month)) for month in months],
        "month_key": month_key,
        "month_label": month_label,
    }


def _freshest(lycees: Sequence[LyceeCoverage]) -> datetime | None:
    """When the newest of these figures was told."""
    told = (cell.recorded_at for one in lycees for cell in one.cells if cell.recorded_at)
    return max(told, default=None)


def _finished(lycees: Sequence[LyceeCoverage], today: date) -> int:
    """How many lines are folded away because their period is over."""
    ends = (cell.ends_on for one in lycees for cell in one.cells)
    return sum(end is not None and end < today for end in ends)


def month_key(month: date) -> str:
    """`2027-01`, as an address says it."""
    return UNDATED if month == date.max else month.strftime(MONTH)


def month_label(month: date) -> str:
    """`janvier 2027`."""
    return "sans date" if month == date.max else month_name(month)
