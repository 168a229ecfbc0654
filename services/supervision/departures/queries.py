"""What was known on earlier days: what moved since one, and how coverage grew toward the departures."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, and_, func, not_, or_, select, true

from contracts.identifiers import SchoolYear
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import PARIS
from services.supervision.coverage.model.coverage import Counts, LyceeCoverage
from services.supervision.coverage.queries.coverage import coverage, formation_labels
from services.supervision.coverage.tables import COUNTS, coverage_days, coverages, periods
from services.supervision.departures.model.departures import SOON, Departure, departures
from services.supervision.departures.model.movements import Moved
from services.supervision.departures.model.trend import DAYS_BEFORE, Step

C, D, P = coverages.c, coverage_days.c, periods.c
_BEFORE = "before_"


async def leaving_of(
    uow: UnitOfWork, lycees: Iterable[LyceeCoverage], today: date
) -> Sequence[Departure]:
    """Departures that run or come soon, the most urgent first; of the next school year too in July.

    `lycees`: with their coverage of the running one.
    """
    leaving = list(departures(lycees, today))
    current, coming = SchoolYear.of(today), SchoolYear.of(today + SOON)
    if coming != current:
        leaving += departures(await coverage(uow, year=coming), today)
        leaving.sort(key=lambda one: one.rank)
    return leaving


async def moved_since(uow: UnitOfWork, since: date, lycees: Iterable[LyceeCoverage]) -> list[Moved]:
    """Counts told since the beginning of a day (Paris), each beside what was known before it.

    `lycees`: those known, with what each keeps to itself.
    """
    known = {one.uai: one for one in lycees}
    before = (
        select(*(D[name].label(f"{_BEFORE}{name}") for name in COUNTS))
        .where(D.uai == C.uai, D.coverage_id == C.coverage_id, D.day < since)
        .order_by(D.day.desc())
        .limit(1)
        .lateral("before")
    )
    period = and_(P.uai == C.uai, P.period_id == C.period_id)
    statement = (
        select(C.uai, C.mef, P.starts_on, P.ends_on, *(C[name] for name in COUNTS), before)
        .select_from(coverages.outerjoin(periods, period).outerjoin(before, true()))
        .where(C.recorded_at >= datetime.combine(since, time(), PARIS))
    )
    labels = await formation_labels(uow)
    return [
        _moved(row, labels, known[row.uai].name)
        for row in await uow.execute(statement)
        if row.uai in known and not known[row.uai].publication.hides(row.ends_on)
    ]


def _moved(row: Any, labels: Mapping[tuple[str, str], str], lycee: str) -> Moved:
    told_before = getattr(row, f"{_BEFORE}{COUNTS[0]}") is not None
    before = Counts(*(getattr(row, f"{_BEFORE}{name}") for name in COUNTS)) if told_before else None
    return Moved(
        uai=row.uai,
        lycee=lycee,
        mef=row.mef,
        formation=labels.get((row.uai, row.mef), f"formation {row.mef}"),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        before=before,
        after=Counts(*(getattr(row, name) for name in COUNTS)),
    )


async def steps_toward(
    uow: UnitOfWork, first: date, last: date, lycees: Iterable[LyceeCoverage]
) -> Sequence[Step]:
    """How counts moved toward the departures from one day to another, both included.

    What was told earlier than `DAYS_BEFORE` days before stands on that day; what was told after
    the departure does not count: it is what was known then that is shown.
    """
    expected = func.greatest(D.concerned - D.exempted - D.left, 0)
    agreed = func.least(D.host_agreed, expected)
    moved = (
        select(
            P.uai,
            P.starts_on,
            func.least(P.starts_on - D.day, DAYS_BEFORE).label("days_before"),
            (expected - _earlier(expected)).label("expected"),
            (agreed - _earlier(agreed)).label("agreed"),
        )
        .select_from(coverage_days.join(periods, and_(P.uai == D.uai, P.period_id == D.period_id)))
        .where(P.starts_on.between(first, last), D.day <= P.starts_on)
        .where(_told(lycees))
        .subquery("moved")
    )
    key = (moved.c.uai, moved.c.starts_on, moved.c.days_before)
    totals = (func.sum(moved.c[name]).label(name) for name in ("expected", "agreed"))
    found = await uow.execute(select(*key, *totals).group_by(*key))
    return [
        Step(row.starts_on, row.days_before, row.expected, row.agreed, row.uai) for row in found
    ]


def _earlier(figure: ColumnElement[int]) -> ColumnElement[int]:
    """The count of the day before it moved, 0 before the first one."""
    return func.coalesce(
        func.lag(figure).over(partition_by=(D.uai, D.coverage_id), order_by=D.day), 0
    )


def _told(lycees: Iterable[LyceeCoverage]) -> ColumnElement[bool]:
    """Whether the figures of a period are not those a head keeps today."""
    since = {one.uai: one.publication.keeps_coverage_since for one in lycees}
    hidden = [and_(P.uai == uai, P.ends_on >= day) for uai, day in since.items() if day]
    return not_(or_(*hidden)) if hidden else true()
