"""One week of the department: what moved, what was done, who is unheard of, and who leaves next."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import and_, select

from contracts.identifiers import SchoolYear
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import PARIS
from services.supervision.coverage.model.coverage import Cell, LyceeCoverage
from services.supervision.coverage.queries.coverage import coverage
from services.supervision.coverage.tables import coverage_days, periods
from services.supervision.departures.model.departures import (
    Departure,
    departures,
    missing_ahead,
    missing_running,
)
from services.supervision.departures.model.lycee_needs import needs_of
from services.supervision.departures.model.movements import LyceeMovement, Moved, by_lycee
from services.supervision.departures.queries import leaving_of, moved_since
from services.supervision.exactness.model import COVERAGE, REGISTRY
from services.supervision.exactness.queries.exactness import compared_of
from services.supervision.past.model import HELD, Moment
from services.supervision.past.queries.past import done_in, end_of
from services.supervision.report_figures.model.month_report import Done, Unheard
from services.supervision.report_figures.queries.month_report import measured, unheard
from services.supervision.week.model import LyceesToSee, lycees_to_see

D, P = coverage_days.c, periods.c

AHEAD = timedelta(weeks=3)
"""How far ahead departures are told: what a bureau can still do something about this month."""
A_DAY, A_WEEK = timedelta(days=1), timedelta(weeks=1)


@dataclass(frozen=True)
class WeekDone:
    """What was done of one kind, as it was known then, and what is known otherwise of it since."""

    then: Done
    noted_since: int
    """Of these same days, and told after them: Friday’s exchange that was typed on Monday."""
    gone_since: int
    """Counted then, and taken back after them."""
    recorded: int | None = None
    """Told in these days, whatever days the facts are of; None of a kind that is a state."""

    @property
    def told(self) -> bool:
        """Whether there is anything to say."""
        return bool(self.then.total or self.noted_since or self.recorded)


@dataclass(frozen=True)
class WeekPoint:
    """What there is to say of a week up to `until`, as it was known that evening (point de la semaine)."""

    monday: date
    until: date
    movements: Sequence[LyceeMovement]
    done: Sequence[WeekDone]
    unheard: Sequence[Unheard]
    departures: Sequence[Departure]

    @property
    def missing_running(self) -> int:
        """Pupils without a place whose PFMP runs already."""
        return missing_running(self.departures)

    @property
    def missing_ahead(self) -> int:
        """Places to find before the departures that come."""
        return missing_ahead(self.departures)


async def week_point(uow: UnitOfWork, monday: date, until: date) -> WeekPoint:
    """From a Monday up to the Sunday, or to a day of the same week."""
    found = await measured(uow, monday, Moment(until, until))
    since = await _done_since_noted(uow, monday, until, found.done)
    recorded = await done_in(uow, monday, Moment(until, until), of_any_day=True)
    moved: list[Moved] = []
    leaving: list[Departure] = []
    for year in await _years(uow, monday, until):
        now = await coverage(uow, year=year, known_on=until)
        moved += moved_between(await coverage(uow, year=year, known_on=monday - A_DAY), now)
        leaving += departures(now, until, AHEAD)
    return WeekPoint(
        monday,
        until,
        by_lycee(moved, monday),
        list(done_of(found.done, since, recorded)),
        list(unheard(found.lycees, end_of(until))),
        sorted(leaving, key=lambda one: one.rank),
    )


async def read_lycees_to_see(uow: UnitOfWork) -> LyceesToSee:
    """The lycées that need the supervisor now, the one that needs her most first."""
    today = uow.now.astimezone(PARIS).date()
    lycees = await coverage(uow, year=SchoolYear.of(today))
    compared = [await compared_of(uow, book, lycees) for book in (COVERAGE, REGISTRY)]
    differing = {gap.uai for found in compared if found for gap in found.gaps}
    needs = needs_of(lycees, await leaving_of(uow, lycees, today), differing, uow.now)
    since = today - A_WEEK
    return lycees_to_see(needs, by_lycee(await moved_since(uow, since, lycees), since))


async def _years(uow: UnitOfWork, monday: date, until: date) -> Sequence[SchoolYear]:
    """School years the week and what it announces are of, and each some count of which was told in it."""
    told = (
        select(P.starts_on)
        .distinct()
        .select_from(coverage_days.join(periods, and_(P.uai == D.uai, P.period_id == D.period_id)))
        .where(D.day.between(monday, until))
    )
    days = [row.starts_on for row in await uow.execute(told)]
    return sorted({SchoolYear.of(day) for day in (monday, until + AHEAD, *days)})


async def _done_since_noted(
    uow: UnitOfWork, monday: date, until: date, then: Sequence[Done]
) -> Sequence[Done]:
    """What was done in these days as it is known today, where days have gone by since."""
    today = uow.now.astimezone(PARIS).date()
    return then if today == until else (await measured(uow, monday, Moment(until, today))).done


def done_of(
    then: Sequence[Done], now: Sequence[Done], recorded: Mapping[str, Mapping[str, int]]
) -> Iterator[WeekDone]:
    """Each kind there is something to say of."""
    known = {one.kind: one for one in then}
    for one in now:
        was = known.get(one.kind, replace(one, by_lycee={}))
        changes = [
            one.by_lycee.get(uai, 0) - was.by_lycee.get(uai, 0)
            for uai in {*one.by_lycee, *was.by_lycee}
        ]
        noted, gone = (sum(max(sign * n, 0) for n in changes) for sign in (1, -1))
        told = None if one.kind == HELD else sum(recorded.get(one.kind, {}).values())
        found = WeekDone(was, noted, gone, told)
        if found.told:
            yield found


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


def _which(cell: Cell) -> tuple[str, date | None, date | None, UUID | None]:
    # Two classes of one formation may leave on the same days: each has a period of its own.
    return cell.mef, cell.starts_on, cell.ends_on, cell.period_id
