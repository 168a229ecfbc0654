"""What the report of a school year has besides: the year before, months, what was aimed at, the network."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from contracts.identifiers import SchoolYear
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.base.figures import Figure, Told, Unit, Untold
from services.supervision.indicators.model import BY_CODE, INDICATORS
from services.supervision.indicators.model.indicator import IndicatorLine, line, of_each
from services.supervision.indicators.model.last_news import LAST_NEWS
from services.supervision.indicators.model.recorded_line import DEPARTMENT, RecordedLine, recorded
from services.supervision.indicators.queries.facts import lycee_facts
from services.supervision.objectives.queries import targets_of
from services.supervision.past.model import HELD, Moment, Period, Year
from services.supervision.past.queries.past import done_in
from services.supervision.past.queries.told_kinds import told_kinds
from services.supervision.report_figures.model.month_report import Headline, MonthReport
from services.supervision.report_figures.queries.month_report import (
    CONFIRMED,
    KINDS,
    MET,
    Measured,
    measured,
    month_report,
    told_of_kind,
)

NETWORK: Mapping[str, str] = {
    "committee_met": "Réunions de comités tenues",
    "decision_taken": "Décisions de comités prises",
    "campaign_opened": "Campagnes lancées",
    "campaign_closed": "Campagnes closes",
}
"""What the network did, in the order it is read."""
BY_MONTH = (CONFIRMED, MET, "interaction_logged", HELD)


async def report_of(uow: UnitOfWork, period: Period, moment: Moment) -> MonthReport:
    """The report of a month, or of a school year with what it has besides."""
    report = await month_report(uow, period, moment)
    if not isinstance(period, Year):
        return report
    # Part of a year is held against the same part of the one before.
    day = period.a_year_earlier(moment.until)
    before = Moment(day, day)
    now_told = await told_kinds(uow, NETWORK, moment)
    then = await _then(uow, period, before)
    return replace(
        report,
        beside=list(_beside(report, then)),
        lycees_before=list(_of_lycees(report, then)),
        network=await _network(uow, period, moment, before, now_told),
        months=await _months(uow, period, moment),
        aims=await _aims(uow, report, period),
    )


async def _then(uow: UnitOfWork, year: Year, before: Moment) -> Mapping[str, IndicatorLine]:
    """The indicators of the year before, by code; empty where nothing was known of it."""
    facts = await lycee_facts(uow, SchoolYear.of(year.before.first), before)
    return {one.code: line(one, facts) for one in INDICATORS} if facts else {}


def _compared(report: MonthReport) -> Iterator[RecordedLine]:
    # Days without news grow by themselves: of two days they say nothing.
    return (one for one in report.indicators if one.indicator != LAST_NEWS.code)


def _beside(report: MonthReport, then: Mapping[str, IndicatorLine]) -> Iterator[Headline]:
    for one in _compared(report):
        before = then[one.indicator].total if one.indicator in then else Untold.SILENT
        yield Headline(one.indicator, one.heading, one.unit, one.told[DEPARTMENT], before)


def _of_lycees(report: MonthReport, then: Mapping[str, IndicatorLine]) -> Iterator[RecordedLine]:
    names = [uai for uai, _ in report.lycees]
    for one in _compared(report):
        if one.indicator in then:
            yield recorded(one.heading, of_each(then[one.indicator], names))


async def _network(
    uow: UnitOfWork, year: Year, moment: Moment, before: Moment, told: frozenset[str]
) -> Sequence[Headline]:
    # Who told one of these things told all there were: one service has them.
    told = frozenset(NETWORK) if told else told
    now = await done_in(uow, year.first, moment)
    then = await done_in(uow, year.before.first, before)
    told_then = frozenset(NETWORK) if await told_kinds(uow, NETWORK, before) else frozenset()
    return [
        Headline(
            *(kind, title, Unit.COUNT),
            *(_many(now.get(kind, {}), kind in told), _many(then.get(kind, {}), kind in told_then)),
        )
        for kind, title in NETWORK.items()
    ]


def _many(by_teller: Mapping[str, int], told: bool) -> Told:
    """A count; of what was never told, none is no zero."""
    many = sum(by_teller.values())
    return Figure(many) if many or told else Untold.UNTOLD


async def _months(uow: UnitOfWork, year: Year, moment: Moment) -> Sequence[RecordedLine]:
    found: dict[str, dict[str, Told]] = {kind: {} for kind in BY_MONTH}
    for month in year.months(moment.until):
        of: Measured = await measured(
            uow, month.first, replace(moment, until=month.until(moment.until))
        )
        for kind in BY_MONTH:
            found[kind][month.key] = told_of_kind(of, kind)
    return [RecordedLine(KINDS[kind], kind, 1, Unit.COUNT, found[kind], 0) for kind in BY_MONTH]


async def _aims(uow: UnitOfWork, report: MonthReport, year: Year) -> Sequence[Headline]:
    lines = {one.indicator: one for one in report.indicators}
    names = {uow.department_uai: "département", **dict(report.lycees)}
    return [
        Headline(
            *(code, f"{lines[code].heading}, {names[uai]}", BY_CODE[code].unit),
            *(
                lines[code].told.get("" if uai == uow.department_uai else uai, Untold.SILENT),
                Figure(target),
            ),
        )
        for (uai, code), target in sorted(
            (await targets_of(uow, SchoolYear.of(year.first))).items()
        )
        if code in lines and uai in names
    ]
