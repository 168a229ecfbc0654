"""One week of the department: what moved, what was done, who is unheard of, and who leaves next."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from contracts.identifiers import SchoolYear
from services.chassis.work import UnitOfWork
from services.supervision.domain.coverage import Cell, LyceeCoverage
from services.supervision.domain.departures import Departure, departures
from services.supervision.domain.month import Moment
from services.supervision.domain.month_report import Done, Unheard
from services.supervision.domain.movements import LyceeMovement, Moved, by_lycee
from services.supervision.queries.coverage import coverage
from services.supervision.queries.month_reports import measured, unheard
from services.supervision.queries.past import end_of

AHEAD = timedelta(weeks=3)
"""How far ahead departures are told: what a bureau can still do something about this month."""
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class WeekPoint:
    """What there is to say of a week up to `until`, as it was known that evening (point de la semaine)."""

    monday: date
    until: date
    movements: Sequence[LyceeMovement]
    done: Sequence[Done]
    unheard: Sequence[Unheard]
    departures: Sequence[Departure]

    @property
    def missing(self) -> int:
        """Places to find before the departures that are told."""
        return sum(one.without for one in self.departures)


def monday_of(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday())


async def week_point(uow: UnitOfWork, monday: date, until: date) -> WeekPoint:
    """From a Monday up to the Sunday, or to a day of the same week."""
    found = await measured(uow, monday, Moment(until, until))
    years = sorted({SchoolYear.of(monday), SchoolYear.of(until + AHEAD)})
    moved: list[Moved] = []
    leaving: list[Departure] = []
    for year in years:
        now = await coverage(uow, year=year, known_on=until)
        moved += moved_between(await coverage(uow, year=year, known_on=monday - A_DAY), now)
        leaving += departures(now, until, AHEAD)
    return WeekPoint(
        monday,
        until,
        by_lycee(moved, monday),
        [one for one in found.done if one.total],
        list(unheard(found.lycees, end_of(until))),
        sorted(leaving, key=lambda one: one.rank),
    )


def moved_between(
    before: Iterable[LyceeCoverage], after: Iterable[LyceeCoverage]
) -> Iterator[Moved]:
    """Every count that is told, beside what was told of it before."""
    told = {(one.uai, *_which(cell)): cell.counts for one in before for cell in one.cells}
    for one in after:
        for cell in one.cells:
            if cell.counts is not None:
                yield Moved(
                    uai=one.uai,
                    lycee=one.name,
                    mef=cell.mef,
                    formation=cell.formation,
                    starts_on=cell.starts_on,
                    ends_on=cell.ends_on,
                    before=told.get((one.uai, *_which(cell))),
                    after=cell.counts,
                )


def _which(cell: Cell) -> tuple[str, date | None, date | None]:
    return cell.mef, cell.starts_on, cell.ends_on
