"""A lycée’s own figures, read in a transaction that sees its rows alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from contracts.identifiers import SchoolYear, Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.base.figures import Told, Unit, Untold
from services.supervision.base.today import today_of
from services.supervision.coverage.model.coverage import Cell, LyceeCoverage
from services.supervision.coverage.queries.coverage import heard_from
from services.supervision.indicators.model import indicators_of, of_lycees
from services.supervision.indicators.model.indicator import Indicator, LyceeFacts, told
from services.supervision.indicators.queries.facts import READ_FIRST, lycee_facts
from services.supervision.objectives.model import Aim
from services.supervision.objectives.queries import targets_of
from services.supervision.own_figures.model.activity_report import (
    ActivityReport,
    FormationLine,
    formation_lines,
    of_kind,
)
from services.supervision.own_figures.model.report_days import ReportDays
from services.supervision.own_figures.model.trends import (
    Beside,
    OwnLine,
    a_year_before,
    beside,
    month_to_compare,
)
from services.supervision.past.model import Moment
from services.supervision.past.queries.past import coverage_at
from services.supervision.publication.model import TELLS_ALL, Publication
from services.supervision.report_coverage.model import CoveragePart
from services.supervision.report_figures.model.month_report import Done, Headline
from services.supervision.report_figures.queries.month_report import KINDS, Measured, measured

RATE = "Élèves qui ont un lieu d’accueil"


async def read_first(uow: UnitOfWork) -> None:
    """Read together what each figure of each day needs; before anything else of a page."""
    await READ_FIRST.once_ahead(uow, {})


@dataclass(frozen=True)
class OwnFigures:
    """Every indicator of a lycée, today and on the days it is held against."""

    today: date
    year: SchoolYear
    month_day: date | None
    """None: a month ago it was another school year."""
    year_day: date
    heard_at: datetime | None
    publication: Publication
    lines: Sequence[OwnLine]
    aims: Mapping[str, Aim]
    """What is aimed at this year, by the code of the indicator."""


async def own_figures(uow: UnitOfWork, uai: Uai) -> OwnFigures:
    """Figures of today, beside a month ago and a year ago at the same date, each as it was known that day."""
    today = today_of(uow)
    year = SchoolYear.of(today)
    month_day, year_day = month_to_compare(today), a_year_before(today)
    known = _own(await heard_from(uow), uai)
    now = await _facts_on(uow, uai, today, today)
    month = await _facts_on(uow, uai, month_day, month_day) if month_day else None
    before = await _facts_on(uow, uai, year_day, year_day)
    lines = [
        OwnLine(
            indicator=one,
            now=(shown := _told(one, now)),
            month=_beside(one, shown, month, grows=True),
            year=_beside(one, shown, before, grows=False),
        )
        for one in of_lycees(indicators_of(year, year))
    ]
    targets = await targets_of(uow, year)
    return OwnFigures(
        today=today,
        year=year,
        month_day=month_day,
        year_day=year_day,
        heard_at=known.heard_at if known else None,
        publication=known.publication if known else TELLS_ALL,
        lines=lines,
        aims={
            one.indicator.code: Aim(target, one.now, one.indicator.unit)
            for one in lines
            if (target := targets.get((uai, one.indicator.code))) is not None
        },
    )


async def activity_report(uow: UnitOfWork, uai: Uai, days: ReportDays) -> ActivityReport:
    """What is known today of these days, beside what was known a year ago of the same ones."""
    today = today_of(uow)
    until = days.until(today)
    past = days.year_before
    moment, then = (
        Moment(until, today),
        Moment(past.until(a_year_before(until)), a_year_before(today)),
    )
    known = _own(await heard_from(uow), uai)
    # Indicators first: what they read together, the rest asks again of the same days.
    facts = await _facts_on(uow, uai, until, today)
    now = await measured(uow, days.first, moment)
    lines = await _formations(uow, uai, days.first, moment)
    facts_before = await _facts_on(uow, uai, then.until, then.known_on)
    before = await measured(uow, past.first, then)
    lines_before = await _formations(uow, uai, past.first, then)
    return ActivityReport(
        uai=uai,
        lycee=known.name if known else uai,
        days=days,
        until=until,
        made_on=today,
        heard=known is not None and known.heard_at is not None,
        coverage=lines,
        together=Headline("couverture", RATE, Unit.PERCENT, _rate(lines), _rate(lines_before)),
        done=[of_kind(kind, KINDS[kind], _many(now, kind), _many(before, kind)) for kind in KINDS],
        indicators=[
            (
                one,
                Headline(
                    *(one.code, one.title, one.unit),
                    *(_told(one, facts), _told(one, facts_before)),
                ),
            )
            for one in of_lycees(indicators_of(SchoolYear.of(until), SchoolYear.of(today)))
        ],
    )


def _own(lycees: Sequence[LyceeCoverage], uai: Uai) -> LyceeCoverage | None:
    return next((one for one in lycees if one.uai == uai), None)


async def _facts_on(uow: UnitOfWork, uai: Uai, until: date, known_on: date) -> LyceeFacts | None:
    """What the lycée told by a day; None of one that nothing was known of."""
    found = await lycee_facts(uow, SchoolYear.of(until), Moment(until, known_on))
    return next((one for one in found if one.uai == uai), None)


def _told(indicator: Indicator, facts: LyceeFacts | None) -> Told:
    return told(indicator, facts) if facts else Untold.SILENT


def _beside(
    indicator: Indicator, now: Told, facts: LyceeFacts | None, *, grows: bool
) -> Beside | None:
    return beside(indicator, now, told(indicator, facts), grows=grows) if facts else None


async def _formations(
    uow: UnitOfWork, uai: Uai, first: date, moment: Moment
) -> Sequence[FormationLine]:
    years = sorted({SchoolYear.of(first), SchoolYear.of(moment.until)})
    cells: list[Cell] = []
    for year in years:
        for one in await coverage_at(uow, year, moment):
            cells += one.cells if one.uai == uai else ()
    return formation_lines(cells, first, moment.until)


def _rate(lines: Sequence[FormationLine]) -> Told:
    total = CoveragePart()
    for line in lines:
        total += line.part
    return total.rate


def _many(of: Measured, kind: str) -> Told:
    """How many facts of a kind the lycée told; what it was not heard to tell is no zero."""
    found: Done | None = next((one for one in of.done if one.kind == kind), None)
    return found.many(len(of.lycees)) if found else Untold.SILENT
