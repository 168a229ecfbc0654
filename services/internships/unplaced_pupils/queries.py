"""The pupils who need a place and have none confirmed, sorted and filtered, in pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, cast, func, not_, select

from contracts.identifiers import Uai
from services.chassis.base.errors import NotFound
from services.chassis.base.keyset import Keyset
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.formations.tables import classes
from services.internships.participations.model import PupilSituation
from services.internships.participations.store import (
    AGREED,
    EXEMPTED,
    FLAGS,
    LEFT,
    concerned,
    not_over_for_a_pupil,
    participation,
)
from services.internships.periods.model import PeriodStatus
from services.internships.periods.tables import periods
from services.internships.pupils.store.names import BY_NAME, NAMED, shown_name
from services.internships.pupils.tables import pupils
from services.internships.stays.tables import placements

PAGE_LENGTH = 50
PUBLISHED = periods.c.status == PeriodStatus.PUBLISHED.value


class SearchOrder(StrEnum):
    """What the list can be sorted by; names are those of addresses."""

    DEPARTURE = "depart"
    NAME = "nom"
    CLASS = "classe"


@dataclass(frozen=True)
class SearchFilter:
    """What the bureau asked to see; the default is everybody, the nearest departure first."""

    order: SearchOrder = SearchOrder.DEPARTURE
    descending: bool = False
    period_id: UUID | None = None
    class_label: str = ""
    standing: PupilSituation | None = None


@dataclass(frozen=True)
class Searching:
    """A pupil without a confirmed place, in a published period not over yet."""

    uai: Uai
    period_id: UUID
    starts_on: date
    ends_on: date
    pupil_year_id: UUID
    name: str
    class_label: str
    standing: PupilSituation
    placement_id: UUID | None


@dataclass(frozen=True)
class SearchingPage:
    """A page of the list, and how many it has in all; `after` leads to the next one."""

    items: Sequence[Searching]
    total: int
    after: str | None


@dataclass(frozen=True)
class Choices:
    """What the list can be filtered by: periods somebody may be looking in, labels of classes."""

    periods: Sequence[tuple[UUID, date, date, Uai]]
    class_labels: Sequence[str]


# A pupil is in the list once for each period, hence both ids.
_ROW = cast(periods.c.period_id, Text) + "/" + cast(pupils.c.pupil_year_id, Text)
_COLUMNS = (
    periods.c.uai,
    periods.c.period_id,
    periods.c.starts_on,
    periods.c.ends_on,
    pupils.c.pupil_year_id,
    *NAMED,
    classes.c.label.label("class_label"),
    placements.c.placement_id,
    _ROW.label("row"),
    *FLAGS,
)


async def read_searching(
    uow: UnitOfWork, *, asked: SearchFilter, today: date, after: str | None = None
) -> SearchingPage:
    """A page of the list. Raises NotFound when the row the last page ended with is gone."""
    keyset = Keyset([*_KEYS[asked.order]], _ROW, asked.descending)
    statement = keyset.sort(_in_scope(uow))
    if after is not None:  # before the filters: the last pupil shown may have a place by now
        statement = keyset.after(statement, after)
    for condition in _conditions(asked, today):
        statement = statement.where(condition)
    rows = (await uow.execute(statement.limit(PAGE_LENGTH + 1))).all()
    if after is not None and not rows:
        raise NotFound
    shown = rows[:PAGE_LENGTH]
    whole = after is None and len(rows) == len(shown)
    return SearchingPage(
        [_searching(row) for row in shown],
        len(rows) if whole else await _count(uow, asked, today),
        shown[-1].row if len(rows) > PAGE_LENGTH else None,
    )


async def _count(uow: UnitOfWork, asked: SearchFilter, today: date) -> int:
    """How many are asked for, whatever the page."""
    statement = _in_scope(uow).with_only_columns(func.count()).where(*_conditions(asked, today))
    return int((await uow.execute(statement)).scalar_one())


async def read_choices(uow: UnitOfWork, today: date) -> Choices:
    """What the list can be filtered by, in one statement."""
    statement = (
        select(
            periods.c.period_id,
            periods.c.starts_on,
            periods.c.ends_on,
            periods.c.uai,
            func.array_agg(classes.c.label.distinct()).label("labels"),
        )
        .select_from(periods.join(classes, _same_year()))
        .where(periods.c.uai.in_(uow.scope.uais), PUBLISHED, periods.c.ends_on >= today)
        .group_by(periods.c.uai, periods.c.period_id, periods.c.starts_on, periods.c.ends_on)
        .order_by(periods.c.starts_on, periods.c.period_id)
    )
    rows = (await uow.execute(statement)).all()
    labels = sorted({label for row in rows for label in row.labels})
    found = [(row.period_id, row.starts_on, row.ends_on, Uai(row.uai)) for row in rows]
    return Choices(found, labels)


def _same_year() -> ColumnElement[bool]:
    return (classes.c.uai == periods.c.uai) & (classes.c.school_year == periods.c.school_year)


def _in_scope(uow: UnitOfWork) -> Any:
    own = (classes.c.uai == pupils.c.uai) & (classes.c.class_id == pupils.c.class_id)
    return concerned(*_COLUMNS).join(classes, own).where(periods.c.uai.in_(uow.scope.uais))


_KEYS: dict[SearchOrder, tuple[ColumnElement[Any], ...]] = {
    SearchOrder.DEPARTURE: (periods.c.starts_on, classes.c.label, *BY_NAME),
    SearchOrder.NAME: (*BY_NAME, periods.c.starts_on),
    SearchOrder.CLASS: (classes.c.label, *BY_NAME, periods.c.starts_on),
}


def _conditions(asked: SearchFilter, today: date) -> list[ColumnElement[bool]]:
    found = [
        PUBLISHED,
        not_over_for_a_pupil(today),
        LEFT.is_not(True),
        not_(EXEMPTED),
        AGREED.is_not(True),
    ]
    if asked.period_id is not None:
        found.append(periods.c.period_id == asked.period_id)
    if asked.class_label:
        found.append(classes.c.label == asked.class_label)
    if asked.standing is PupilSituation.PROPOSED:
        found.append(placements.c.placement_id.is_not(None))
    elif asked.standing is PupilSituation.WITHOUT:
        found.append(placements.c.placement_id.is_(None))
    return found


def _searching(row: Any) -> Searching:
    return Searching(
        uai=Uai(row.uai),
        period_id=row.period_id,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        pupil_year_id=row.pupil_year_id,
        name=shown_name(row),
        class_label=row.class_label,
        standing=participation(row).standing,
        placement_id=row.placement_id,
    )
