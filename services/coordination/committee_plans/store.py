"""Lines of frameworks of actions; written in the scope of the department."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update

from contracts.coordination.avenir import AvenirAxis
from contracts.identifiers import SchoolYear, Uai
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.committee_plans.model import PlanLine, PlanState, PlanText
from services.coordination.committee_plans.tables import plan_lines
from services.coordination.decisions.model import Owner

L = plan_lines.c


class PlanLines:
    """The lines of the frameworks of all committees."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def of(self, committee_id: UUID, year: SchoolYear) -> Sequence[PlanLine]:
        """Those of a committee for a school year: what is due first comes first."""
        statement = (
            select(plan_lines)
            .where(L.committee_id == committee_id, L.school_year == year, L.removed_at.is_(None))
            .order_by(L.due_on.asc().nulls_last(), L.plan_line_id)
        )
        return [_line(row) for row in await self._uow.execute(statement)]

    async def years(self, committee_id: UUID) -> Sequence[SchoolYear]:
        """The school years that hold any."""
        statement = select(L.school_year).where(
            L.committee_id == committee_id, L.removed_at.is_(None)
        )
        return [
            SchoolYear(one) for one in (await self._uow.execute(statement.distinct())).scalars()
        ]

    async def get(self, line_id: UUID, *, for_update: bool = False) -> PlanLine:
        """Raises NotFound. `for_update`: nobody else changes it until the commit."""
        statement = select(plan_lines).where(L.plan_line_id == line_id)
        row = (
            await self._uow.execute(statement.with_for_update() if for_update else statement)
        ).first()
        if row is None:
            raise NotFound
        return _line(row)

    async def add(self, lines: Sequence[PlanLine]) -> None:
        """Record new ones."""
        rows = [
            {
                "plan_line_id": one.id,
                "committee_id": one.committee_id,
                "school_year": one.year,
                **_values(one),
            }
            for one in lines
        ]
        await self._uow.execute(insert(plan_lines), rows)

    async def save(self, one: PlanLine) -> None:
        """Record what changed."""
        await self._uow.execute(
            update(plan_lines).where(L.plan_line_id == one.id).values(**_values(one))
        )


def _values(one: PlanLine) -> dict[str, Any]:
    owner = one.said.owner
    return {
        "axis": one.said.axis.value,
        "text": one.said.text,
        "lycee": owner.uai if owner else None,
        "actor_id": owner.actor_id if owner else None,
        "due_on": one.said.due_on,
        "state": one.state.value,
        "outcome": one.outcome,
        "changed_at": one.changed_at,
        "removed_at": one.removed_at,
        "version": one.version,
    }


def _line(row: Any) -> PlanLine:
    owner = Owner(Uai(row.lycee), row.actor_id) if row.lycee else None
    return PlanLine(
        id=row.plan_line_id,
        committee_id=row.committee_id,
        year=SchoolYear(row.school_year),
        said=PlanText(AvenirAxis(row.axis), row.text, owner, row.due_on),
        changed_at=row.changed_at,
        state=PlanState(row.state),
        outcome=row.outcome,
        removed_at=row.removed_at,
        version=row.version,
    )
