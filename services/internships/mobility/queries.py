"""The mobility aids of a lycée, those that wait for something first, in pages; those of one pupil."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Text, cast, func, select

from contracts.identifiers import SchoolYear, Uai
from contracts.internships.mobility import AidKind, AidState
from services.chassis.base.errors import NotFound
from services.chassis.base.keyset import Keyset
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.formations.tables import classes
from services.internships.mobility.model.mobility_aid import MobilityAid
from services.internships.mobility.store import GRANTED, MobilityAids
from services.internships.mobility.tables import mobility_aids as aids
from services.internships.periods.tables import periods
from services.internships.pupils.store.names import NAMED, shown_name
from services.internships.pupils.tables import pupils

PAGE_LENGTH = 50
WAITING = (AidState.ASKED, AidState.ELIGIBLE, AidState.GRANTED)
"""States somebody has something to do about."""


@dataclass(frozen=True)
class AidLine:
    """One aid of the list."""

    id: UUID
    uai: Uai
    pupil_year_id: UUID
    name: str
    class_label: str
    starts_on: date
    ends_on: date
    kind: AidKind
    state: AidState
    state_on: date
    amount_euros: int | None


@dataclass(frozen=True)
class AidPage:
    """A page of the list; `after` leads to the next one."""

    items: Sequence[AidLine]
    after: str | None


@dataclass(frozen=True)
class AidCounts:
    """At a glance: aids that wait; of a year, pupils who got one, and how many euros in all."""

    waiting: int
    pupils: int
    amount_euros: int


_KEY = Keyset([aids.c.state_on], cast(aids.c.aid_id, Text), descending=False)


async def read_aids(
    uow: UnitOfWork, *, year: SchoolYear, state: AidState | None, after: str | None = None
) -> AidPage:
    """A page of the aids of a year in one state; without a state, those that wait, of whatever year.

    The oldest first: what was asked for in June is paid in September.

    Raises NotFound when the aid the last page ended with is gone.
    """
    statement = _KEY.sort(_lines(uow))
    if after is not None:  # before the filters: the last one shown may have gone on by now
        statement = _KEY.after(statement, after)
    if state is None:
        statement = statement.where(aids.c.state.in_([one.value for one in WAITING]))
    else:
        statement = statement.where(aids.c.state == state.value, pupils.c.school_year == year)
    rows = (await uow.execute(statement.limit(PAGE_LENGTH + 1))).all()
    if after is not None and not rows:
        raise NotFound
    shown = rows[:PAGE_LENGTH]
    more = len(rows) > PAGE_LENGTH
    return AidPage([_line(row) for row in shown], str(shown[-1].aid_id) if more else None)


async def read_years_of_aids(uow: UnitOfWork) -> Sequence[SchoolYear]:
    """The school years somebody asked for an aid in, the newest first."""
    statement = (
        select(pupils.c.school_year)
        .select_from(aids.join(pupils, _own()))
        .where(aids.c.uai.in_(uow.scope.uais))
        .distinct()
        .order_by(pupils.c.school_year.desc())
    )
    return [SchoolYear(one) for one in (await uow.execute(statement)).scalars()]


async def count_aids(uow: UnitOfWork, year: SchoolYear) -> AidCounts:
    """The figures above the list: what waits, of whatever year, and what a year granted."""
    granted = aids.c.state.in_(GRANTED) & (pupils.c.school_year == year)
    statement = (
        select(
            func.count().filter(aids.c.state.in_([one.value for one in WAITING])).label("waiting"),
            func.count(aids.c.pupil_year_id.distinct()).filter(granted).label("pupils"),
            func.coalesce(func.sum(aids.c.amount_euros).filter(granted), 0).label("euros"),
        )
        .select_from(aids.join(pupils, _own()))
        .where(aids.c.uai.in_(uow.scope.uais))
    )
    row = (await uow.execute(statement)).one()
    return AidCounts(row.waiting, row.pupils, row.euros)


async def read_aids_of_pupil(uow: UnitOfWork, pupil_year_id: UUID) -> Sequence[MobilityAid]:
    """All aids of a pupil with their steps, the last asked for first."""
    return await MobilityAids(uow).of_pupil(pupil_year_id)


async def read_aid(uow: UnitOfWork, aid_id: UUID) -> MobilityAid:
    """One aid with its steps. Raises NotFound."""
    return await MobilityAids(uow).find(aid_id)


def _own() -> Any:
    return (pupils.c.uai == aids.c.uai) & (pupils.c.pupil_year_id == aids.c.pupil_year_id)


def _lines(uow: UnitOfWork) -> Any:
    to_class = (classes.c.uai == pupils.c.uai) & (classes.c.class_id == pupils.c.class_id)
    to_period = (periods.c.uai == aids.c.uai) & (periods.c.period_id == aids.c.period_id)
    return (
        select(
            aids,
            *NAMED,
            classes.c.label.label("class_label"),
            periods.c.starts_on,
            periods.c.ends_on,
        )
        .select_from(aids.join(pupils, _own()).join(classes, to_class).join(periods, to_period))
        .where(aids.c.uai.in_(uow.scope.uais))
    )


def _line(row: Any) -> AidLine:
    return AidLine(
        id=row.aid_id,
        uai=Uai(row.uai),
        pupil_year_id=row.pupil_year_id,
        name=shown_name(row),
        class_label=row.class_label,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        kind=AidKind(row.kind),
        state=AidState(row.state),
        state_on=row.state_on,
        amount_euros=row.amount_euros,
    )
