"""Actions held on each axis, counted by school year, and what was told of them last."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, case, cast, extract, func, select
from sqlalchemy.dialects.postgresql import insert

from contracts.coordination.avenir import AvenirAxis
from contracts.identifiers import SchoolYear, Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.actions.model import ActionStatus
from services.partnerships.actions.tables import actions
from services.partnerships.avenir_totals.tables import axis_totals
from services.partnerships.axes.tables import action_axes

A, X, T = actions.c, action_axes.c, axis_totals.c
_AUGUST = 8
"""A school year begins on its first day."""


@dataclass(frozen=True)
class AxisCounts:
    """How many actions were held on each axis in a school year."""

    discovery: int = 0
    initiative: int = 0
    guidance: int = 0


class AxisTotals:
    """The totals of a lycée, by school year."""

    def __init__(self, uow: UnitOfWork, uai: Uai) -> None:
        self._uow = uow
        self._uai = uai

    async def told(self) -> Mapping[SchoolYear, AxisCounts]:
        """What was told last; locked: two who count at once do so one after the other."""
        # Of the lycée and not of a row: the first total of a year has none to lock yet.
        key = func.hashtextextended(f"axis totals {self._uai}", 0)
        await self._uow.execute(select(func.pg_advisory_xact_lock(key)))
        statement = select(axis_totals).where(T.uai == self._uai)
        return {
            SchoolYear(row.school_year): AxisCounts(row.discovery, row.initiative, row.guidance)
            for row in await self._uow.execute(statement)
        }

    async def counted(self) -> Mapping[SchoolYear, AxisCounts]:
        """Counts by axis as they are now; a year without any is not there."""
        began = extract("year", A.planned_on) - case(
            (extract("month", A.planned_on) < _AUGUST, 1), else_=0
        )
        first = cast(began, Integer).label("first")
        statement = (
            select(
                first,
                *(
                    func.count().filter(X.avenir == one.value).label(one.value)
                    for one in AvenirAxis
                ),
            )
            .join(action_axes, (X.uai == A.uai) & (X.axis_id == A.axis_id))
            .where(A.uai == self._uai, A.status == ActionStatus.HELD.value, X.avenir.is_not(None))
            .group_by(first)
        )
        return {
            SchoolYear(f"{row.first:04d}-{row.first + 1:04d}"): AxisCounts(
                row.discovery, row.initiative, row.guidance
            )
            for row in await self._uow.execute(statement)
        }

    async def tell(self, year: SchoolYear, counts: AxisCounts) -> tuple[UUID, int]:
        """Note what is being told; the id of the total, and which telling of it this is."""
        values: dict[str, Any] = vars(counts)
        first = insert(axis_totals).values(
            uai=self._uai, school_year=year, totals_id=self._uow.new_id(), version=1, **values
        )
        statement = first.on_conflict_do_update(
            index_elements=["uai", "school_year"], set_={"version": T.version + 1, **values}
        ).returning(T.totals_id, T.version)
        row = (await self._uow.execute(statement)).one()
        return row.totals_id, row.version
