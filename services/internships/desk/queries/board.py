"""The pupils of the periods that run or come, in columns, each as far as it is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, bindparam, case, func, literal, not_, select

from contracts.identifiers import Uai
from services.chassis.database.readings import Reading, Rows
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.parameters import LYCEES, TODAY, given
from services.internships.formations.tables import classes
from services.internships.hosts.store.hosts import HOST_COLUMNS, Host, host
from services.internships.hosts.tables import host_companies, host_sites
from services.internships.participations.store import AGREED, EXEMPTED, LEFT, concerned
from services.internships.periods.model import PeriodStatus
from services.internships.periods.tables import periods
from services.internships.pupils.store.names import BY_NAME, NAMED, shown_name
from services.internships.pupils.tables import pupils
from services.internships.stays.store.days import FIRST_DAY, LAST_DAY
from services.internships.stays.tables import placements


class BoardColumn(StrEnum):
    """Where a pupil is on the way to a place, from left to right."""

    TO_FIND = "to_find"
    PROPOSED = "proposed"
    TO_SIGN = "to_sign"
    READY = "ready"
    THERE = "there"


@dataclass(frozen=True)
class BoardCard:
    """One pupil in one period."""

    uai: Uai
    pupil_year_id: UUID
    name: str
    class_label: str
    period_id: UUID
    placement_id: UUID | None
    host: Host | None
    first_on: date
    last_on: date


@dataclass(frozen=True)
class BoardPile:
    """The first cards of a column, those who leave first, and how many there are in all."""

    total: int = 0
    cards: Sequence[BoardCard] = field(default_factory=tuple)


async def read_board(
    uow: UnitOfWork, uais: frozenset[Uai], *, today: date, shown: int
) -> Mapping[BoardColumn, BoardPile]:
    """The published periods of some lycées that are not over: at most `shown` cards a column."""
    return await BOARD.of(uow, {**given(uais, today), "shown": shown})


def _piles(rows: Rows) -> Mapping[BoardColumn, BoardPile]:
    piles: dict[BoardColumn, BoardPile] = {column: BoardPile() for column in BoardColumn}
    for row in rows:
        column = BoardColumn(row.column_of)
        before = piles[column]
        piles[column] = BoardPile(row.total, (*before.cards, _card(row)))
    return piles


def _lines() -> Any:
    """Where each pupil stands: what a card says besides is read of those that are shown."""
    column = _column(TODAY)
    in_order = (FIRST_DAY, *BY_NAME, pupils.c.pupil_year_id, periods.c.period_id)
    return (
        concerned(
            *(periods.c.uai, periods.c.period_id, pupils.c.pupil_year_id),
            *(placements.c.placement_id, placements.c.site_id),
            FIRST_DAY.label("first_on"),
            LAST_DAY.label("last_on"),
            column.label("column_of"),
            func.row_number().over(partition_by=column, order_by=in_order).label("place"),
            func.count().over(partition_by=column).label("total"),
        )
        .where(
            periods.c.uai == LYCEES,
            periods.c.status == PeriodStatus.PUBLISHED.value,
            TODAY <= LAST_DAY,
            not_(LEFT),
            not_(EXEMPTED),
        )
        .subquery()
    )


def _board() -> Any:
    lines = _lines()
    own = (pupils.c.uai == lines.c.uai) & (pupils.c.pupil_year_id == lines.c.pupil_year_id)
    theirs = (classes.c.uai == pupils.c.uai) & (classes.c.class_id == pupils.c.class_id)
    told = [one for one in lines.c if one.name != "site_id"]
    return (
        select(*told, *NAMED, classes.c.label.label("class_label"), *HOST_COLUMNS)
        .select_from(lines)
        .join(pupils, own)
        .join(classes, theirs)
        .outerjoin(host_sites, host_sites.c.site_id == lines.c.site_id)
        .outerjoin(host_companies, host_companies.c.company_id == host_sites.c.company_id)
        .where(lines.c.place <= bindparam("shown", type_=Integer))
        .order_by(lines.c.place)
    )


def _column(today: ColumnElement[date]) -> ColumnElement[str]:
    signed = placements.c.agreement_signed_on.is_not(None)
    return case(
        (placements.c.placement_id.is_(None), literal(BoardColumn.TO_FIND.value)),
        (not_(AGREED), literal(BoardColumn.PROPOSED.value)),
        # Who left without a signed agreement stays where somebody looks for it.
        (not_(signed), literal(BoardColumn.TO_SIGN.value)),
        (today >= FIRST_DAY, literal(BoardColumn.THERE.value)),
        else_=literal(BoardColumn.READY.value),
    )


def _card(row: Any) -> BoardCard:
    return BoardCard(
        uai=Uai(row.uai),
        pupil_year_id=row.pupil_year_id,
        name=shown_name(row),
        class_label=row.class_label,
        period_id=row.period_id,
        placement_id=row.placement_id,
        host=host(row) if row.site_id else None,
        first_on=row.first_on,
        last_on=row.last_on,
    )


BOARD = Reading(_board(), _piles)
"""The first cards of each column, and how many there are."""
