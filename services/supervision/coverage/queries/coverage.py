"""Coverage per lycée, formation and period; every lycée is there, even a silent one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    FromClause,
    Select,
    Subquery,
    and_,
    bindparam,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import distinct_on

from contracts.identifiers import SchoolYear
from services.chassis.database.readings import Reading, Rows
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.base.alphabet import alphabetical
from services.supervision.coverage.model.coverage import Cell, Counts, LyceeCoverage
from services.supervision.coverage.tables import (
    COUNTS,
    coverage_days,
    coverages,
    formations,
    freshness,
    lycees,
    periods,
)
from services.supervision.publication.model import Publication
from services.supervision.publication.queries import publications_of


async def coverage(
    uow: UnitOfWork, *, year: SchoolYear, known_on: date | None = None
) -> list[LyceeCoverage]:
    """Every known lycée with its formations and periods of a school year, by name.

    `known_on`: with the figures that were known at the end of that day; periods, and what heads
    keep, are those of today.
    """
    cells = await _cells(uow, year, known_on)
    heard = await _heard(uow)
    names = await lycee_names(uow)
    kept = await publications_of(uow)
    known = names.keys() | heard.keys() | cells.keys()
    found = [
        LyceeCoverage(
            uai,
            names.get(uai, uai),
            heard.get(uai),
            tuple(_shown(cell, kept[uai]) for cell in cells.get(uai, ())),
            kept[uai],
        )
        for uai in known
    ]
    return sorted(found, key=lambda lycee: (alphabetical(lycee.name), lycee.uai))


async def heard_from(uow: UnitOfWork) -> list[LyceeCoverage]:
    """Every known lycée and when it last told anything, by name; without its figures."""
    heard = await _heard(uow)
    names = await lycee_names(uow)
    kept = await publications_of(uow)
    found = [
        LyceeCoverage(uai, names.get(uai, uai), heard.get(uai), (), kept[uai])
        for uai in names.keys() | heard.keys()
    ]
    return sorted(found, key=lambda lycee: (alphabetical(lycee.name), lycee.uai))


def _shown(cell: Cell, publication: Publication) -> Cell:
    """The cell, or its place alone when its head keeps the figures."""
    if not publication.hides(cell.ends_on):
        return cell
    return replace(cell, counts=None, recorded_at=None, withheld=True)


async def school_years(uow: UnitOfWork) -> list[SchoolYear]:
    """The school years that have periods, the newest first."""
    first_year = func.date_part("year", periods.c.starts_on - literal_column("interval '7 months'"))
    found = await uow.execute(select(first_year.label("year")).distinct())
    starts = sorted((int(row.year) for row in found), reverse=True)
    return [SchoolYear.of(date(year, 9, 1)) for year in starts]


async def _cells(uow: UnitOfWork, year: SchoolYear, known_on: date | None) -> dict[str, list[Cell]]:
    labels = await formation_labels(uow)
    cells: dict[str, list[Cell]] = defaultdict(list)
    reading = COUNTED if known_on is None else COUNTED_ON
    for row in await reading.once(uow, counts_asked(year, known_on)):
        cells[row.uai].append(_cell(row, labels))
    for found in cells.values():
        found.sort(
            key=lambda cell: (cell.starts_on or date.max, alphabetical(cell.formation), cell.mef)
        )
    return cells


def counts_asked(year: SchoolYear, known_on: date | None = None) -> Mapping[str, date | None]:
    """What `COUNTED` and `COUNTED_ON` ask of a school year."""
    first, last = _days(year)
    return {"first": first, "last": last, "since": first, "until": last, "known_on": known_on}


def counted_on(day: date | BindParameter[date]) -> Subquery:
    """Every count as it was at the end of a day (Paris)."""
    of = coverage_days.c
    return (
        select(coverage_days)
        .ext(distinct_on(of.uai, of.coverage_id))
        .where(of.day <= day)
        .order_by(of.uai, of.coverage_id, of.day.desc())
        .subquery("counted")
    )


def _planned_and_counted(counted: FromClause) -> Select[Any]:
    """Published periods × their formations, joined with what was counted, whichever is missing."""
    planned = (
        select(
            periods.c.uai,
            periods.c.period_id,
            func.unnest(periods.c.mefs).label("mef"),
            periods.c.starts_on,
            periods.c.ends_on,
        )
        .where(periods.c.starts_on.between(bindparam("first"), bindparam("last")))
        .subquery("planned")
    )
    same = and_(
        planned.c.uai == counted.c.uai,
        planned.c.period_id == counted.c.period_id,
        planned.c.mef == counted.c.mef,
    )
    return (
        select(
            func.coalesce(planned.c.uai, counted.c.uai).label("uai"),
            func.coalesce(planned.c.mef, counted.c.mef).label("mef"),
            planned.c.period_id,
            planned.c.starts_on,
            planned.c.ends_on,
            counted.c.recorded_at,
            *(counted.c[name] for name in COUNTS),
        )
        .select_from(planned.join(counted, same, full=True))
        .where(or_(planned.c.uai.is_not(None), _of_an_unseen_period(counted)))
    )


def _of_an_unseen_period(counted: FromClause) -> ColumnElement[bool]:
    """A count may arrive before its period: it is shown in the year it was told."""
    period = select(periods.c.uai).where(
        periods.c.uai == counted.c.uai, periods.c.period_id == counted.c.period_id
    )
    told = counted.c.recorded_at.between(bindparam("since"), bindparam("until"))
    return and_(told, ~period.exists())


COUNTED: Reading[Rows] = Reading(_planned_and_counted(coverages), lambda rows: rows)
COUNTED_ON: Reading[Rows] = Reading(
    _planned_and_counted(counted_on(bindparam("known_on", type_=Date))), lambda rows: rows
)


def _cell(row: Any, labels: Mapping[tuple[str, str], str]) -> Cell:
    told = row.recorded_at is not None
    return Cell(
        mef=row.mef,
        formation=labels.get((row.uai, row.mef), f"formation {row.mef}"),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        counts=Counts(*(getattr(row, name) for name in COUNTS)) if told else None,
        recorded_at=row.recorded_at,
        period_id=row.period_id,
    )


LABELS = Reading(
    select(formations.c.uai, formations.c.mef, formations.c.label),
    lambda rows: {(row.uai, row.mef): row.label for row in rows},
)
HEARD = Reading(
    select(freshness.c.uai, freshness.c.recorded_at),
    lambda rows: {row.uai: row.recorded_at for row in rows},
)
NAMES = Reading(
    select(lycees.c.uai, lycees.c.name), lambda rows: {row.uai: row.name for row in rows}
)


async def formation_labels(
    uow: UnitOfWork, uais: Iterable[str] | None = None
) -> Mapping[tuple[str, str], str]:
    """Label of each formation by lycée and MEF."""
    labels: Mapping[tuple[str, str], str] = await LABELS.once(uow, {})
    if uais is None:
        return labels
    wanted = set(uais)
    return {key: label for key, label in labels.items() if key[0] in wanted}


async def _heard(uow: UnitOfWork) -> Mapping[str, datetime]:
    found: Mapping[str, datetime] = await HEARD.once(uow, {})
    return found


async def lycee_names(uow: UnitOfWork) -> Mapping[str, str]:
    """Names of the lycées by UAI."""
    found: Mapping[str, str] = await NAMES.once(uow, {})
    return found


def _days(year: SchoolYear) -> tuple[date, date]:
    first = int(year[:4])
    return date(first, 8, 1), date(first + 1, 7, 31)
