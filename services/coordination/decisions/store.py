"""Decisions: those of the lycées in scope, all of them for the department."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert

from contracts.coordination.committees import DecisionState
from contracts.coordination.dues import NetworkDueKind
from contracts.identifiers import Uai
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.base.dues import plan_due
from services.coordination.decisions.model import Decision, DecisionDetails, Owner
from services.coordination.decisions.tables import decisions

D = decisions.c


class Decisions:
    """What is to be carried out."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, one: Decision) -> None:
        """Record a new decision."""
        await self._uow.execute(
            insert(decisions).values(
                decision_id=one.id,
                committee_id=one.committee_id,
                meeting_id=one.meeting_id,
                taken_on=one.taken_on,
                **_values(one),
            )
        )
        await plan_due(self._uow, NetworkDueKind.DECISION, one.id, one.version)

    async def get(self, decision_id: UUID, *, for_update: bool = False) -> Decision:
        """Raises NotFound. `for_update`: nobody else changes it until the commit."""
        statement = select(decisions).where(D.decision_id == decision_id)
        row = (
            await self._uow.execute(statement.with_for_update() if for_update else statement)
        ).first()
        if row is None:
            raise NotFound
        return decision_of(row)

    async def save(self, one: Decision) -> None:
        """Record what changed."""
        await self._uow.execute(
            update(decisions).where(D.decision_id == one.id).values(**_values(one))
        )
        await plan_due(self._uow, NetworkDueKind.DECISION, one.id, one.version)

    async def note_told_late(self, decision_id: UUID, due_on: date) -> None:
        """Keep that its lycée was told that it is late; its version stays, nothing of it changed."""
        await self._uow.execute(
            update(decisions).where(D.decision_id == decision_id).values(late_told_for=due_on)
        )

    async def count_of(self, meeting_id: UUID) -> int:
        """How many were taken at a meeting, as far as the scope sees."""
        statement = select(func.count()).where(D.meeting_id == meeting_id, D.withdrawn_at.is_(None))
        return int((await self._uow.execute(statement)).scalar_one())


def decision_of(row: Any) -> Decision:
    """A decision as it is kept."""
    return Decision(
        id=row.decision_id,
        committee_id=row.committee_id,
        meeting_id=row.meeting_id,
        details=DecisionDetails(row.text, Owner(Uai(row.uai), row.actor_id), row.due_on),
        taken_on=row.taken_on,
        state=DecisionState(row.state),
        settled_at=row.settled_at,
        late_told_for=row.late_told_for,
        withdrawn_at=row.withdrawn_at,
        version=row.version,
    )


def _values(one: Decision) -> dict[str, Any]:
    return {
        "uai": one.details.owner.uai,
        "actor_id": one.details.owner.actor_id,
        "text": one.details.text,
        "due_on": one.details.due_on,
        "state": one.state.value,
        "settled_at": one.settled_at,
        "late_told_for": one.late_told_for,
        "withdrawn_at": one.withdrawn_at,
        "version": one.version,
    }
