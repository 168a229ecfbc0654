"""Yearly objectives as they are written, as far as the scope sees them."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update

from contracts.coordination.objectives import ObjectiveIndicator
from contracts.identifiers import SchoolYear, Uai
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.objectives.model import Objective, Wanted
from services.coordination.objectives.tables import objectives

C = objectives.c


class Objectives:
    """Objectives of the lycées in scope, with the department’s own where the scope is the whole."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def of(self, year: SchoolYear) -> Sequence[Objective]:
        """Objectives that stand for a school year."""
        statement = select(objectives).where(C.school_year == year, C.withdrawn_at.is_(None))
        return [_objective(row) for row in await self._uow.execute(statement)]

    async def years(self) -> Sequence[SchoolYear]:
        """The school years that have any, the newest first."""
        statement = select(C.school_year).where(C.withdrawn_at.is_(None)).distinct()
        return sorted(map(SchoolYear, (await self._uow.execute(statement)).scalars()), reverse=True)

    async def find_for_update(self, wanted: Wanted) -> Objective | None:
        """The one of this owner, year and indicator, withdrawn or not; nobody else changes it meanwhile."""
        same = (
            C.uai == wanted.owner,
            C.school_year == wanted.year,
            C.indicator == wanted.indicator.value,
        )
        row = (await self._uow.execute(select(objectives).where(*same).with_for_update())).first()
        return None if row is None else _objective(row)

    async def get_for_update(self, objective_id: UUID) -> Objective:
        """One by its id; nobody else changes it meanwhile. Raises NotFound."""
        wanted = select(objectives).where(C.objective_id == objective_id).with_for_update()
        row = (await self._uow.execute(wanted)).first()
        if row is None:
            raise NotFound
        return _objective(row)

    async def some(self, ids: Collection[UUID]) -> Sequence[Objective]:
        """Those of these the scope may know of, withdrawn ones too."""
        wanted = select(objectives).where(C.objective_id.in_(list(ids)))
        return [_objective(row) for row in await self._uow.execute(wanted)]

    async def add(self, objective: Objective) -> None:
        """Record one."""
        wanted = objective.wanted
        key = {
            "uai": wanted.owner,
            "objective_id": objective.id,
            "school_year": wanted.year,
            "indicator": wanted.indicator.value,
        }
        await self._uow.execute(insert(objectives).values(**key, **_values(objective)))

    async def save(self, objective: Objective) -> None:
        """Record what changed."""
        await self._uow.execute(
            update(objectives).where(C.objective_id == objective.id).values(**_values(objective))
        )


def _objective(row: Any) -> Objective:
    wanted = Wanted(Uai(row.uai), SchoolYear(row.school_year), ObjectiveIndicator(row.indicator))
    return Objective(
        row.objective_id,
        wanted,
        row.target,
        row.note,
        row.changed_at,
        row.withdrawn_at,
        row.version,
    )


def _values(objective: Objective) -> dict[str, Any]:
    names = ("target", "note", "withdrawn_at", "changed_at", "version")
    return {name: getattr(objective, name) for name in names}
