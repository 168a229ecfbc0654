"""Training signals counted: by trade, territory and month, and by lycée for a school year."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, bindparam, cast, func, select

from contracts.coordination.training_offer import SignalKind, SignalStrength
from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.training_signals.model import Counted
from services.supervision.training_signals.tables import training_signals

T = training_signals.c
_STANDING = ~T.withdrawn


async def counted_signals(
    uow: UnitOfWork, since: date, until: date, *more: ColumnElement[bool]
) -> Sequence[Counted]:
    """The signals said from a day to another one, those alike together."""
    month = cast(func.date_trunc("month", T.told_on), Date)
    alike = (T.uai, T.rome, T.territory, T.kind, T.strength, T.mef)
    statement = (
        select(
            *alike,
            month.label("month"),
            func.count().label("many"),
            func.min(T.told_on).label("first_on"),
            func.max(T.told_on).label("last_on"),
        )
        .where(_STANDING, T.told_on.between(since, until), *more)
        .group_by(*alike, month)
    )
    return [_counted(row) for row in await uow.execute(statement)]


def _counted(row: Any) -> Counted:
    return Counted(
        uai=row.uai,
        rome=row.rome,
        territory=row.territory,
        kind=SignalKind(row.kind),
        strength=SignalStrength(row.strength),
        month=row.month,
        count=row.many,
        first_on=row.first_on,
        last_on=row.last_on,
        mef=row.mef,
    )


async def said_since(uow: UnitOfWork) -> Mapping[tuple[str, str | None], date]:
    """When each trade was first said to be asked for in each territory, of what still counts."""
    statement = (
        select(T.rome, T.territory, func.min(T.told_on).label("first_on"))
        .where(_STANDING)
        .group_by(T.rome, T.territory)
    )
    return {(row.rome, row.territory): row.first_on for row in await uow.execute(statement)}


async def trades_of(uow: UnitOfWork, formation: str) -> frozenset[str]:
    """The trades that signals name together with a formation: what its codes (MEF) begin with."""
    of_it = func.left(T.mef, len(formation)) == formation
    statement = select(T.rome).where(_STANDING, of_it).distinct()
    return frozenset(row.rome for row in await uow.execute(statement))


_OF_THE_YEAR = T.told_on.between(
    bindparam("first_day", type_=Date), bindparam("last_day", type_=Date)
)
SIGNALS_OF_LYCEES: Reading[Mapping[str, int]] = Reading(
    select(T.uai, func.count().filter(_STANDING, _OF_THE_YEAR).label("many")).group_by(T.uai),
    lambda rows: {row.uai: row.many for row in rows},
)
"""How many each lycée noted in a year, by UAI; one that never noted any is not there."""
