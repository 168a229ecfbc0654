"""Lines of shared plans as they are written, with each of their steps."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update

from contracts.coordination.accounts import AccountSubject
from contracts.identifiers import Uai
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.account_plans.model import LineMove, LineState, PlanLine
from services.coordination.account_plans.tables import key_account_line_moves, key_account_lines

L, V = key_account_lines.c, key_account_line_moves.c
_MOVED = ("subject", "what", "due_on", "state", "changed_at", "removed_at", "version")


class PlanLines:
    """Those of the accounts the scope is concerned by."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def of(self, key_account_id: UUID) -> Sequence[PlanLine]:
        """Those of a plan, by day."""
        statement = (
            select(key_account_lines)
            .where(L.key_account_id == key_account_id, L.removed_at.is_(None))
            .order_by(L.due_on.asc().nulls_last(), L.line_id)
        )
        return [line_of(row) for row in await self._uow.execute(statement)]

    async def moves(self, key_account_id: UUID) -> Sequence[LineMove]:
        """Every step of a plan, the last first."""
        statement = (
            select(key_account_line_moves)
            .where(V.key_account_id == key_account_id)
            .order_by(V.at.desc(), V.move_id.desc())
        )
        return [
            LineMove(
                row.line_id,
                Uai(row.uai),
                LineState(row.state_before) if row.state_before else None,
                LineState(row.state_after),
                row.at,
            )
            for row in await self._uow.execute(statement)
        ]

    async def get(self, key_account_id: UUID, line_id: UUID) -> PlanLine:
        """Raises NotFound."""
        statement = select(key_account_lines).where(
            L.key_account_id == key_account_id, L.line_id == line_id
        )
        if (row := (await self._uow.execute(statement)).first()) is None:
            raise NotFound
        return line_of(row)

    async def add(self, line: PlanLine) -> None:
        """Put one into the plan."""
        await self._uow.execute(
            insert(key_account_lines).values(
                line_id=line.id,
                uai=line.uai,
                key_account_id=line.key_account_id,
                **{name: getattr(line, name) for name in _MOVED},
            )
        )

    async def save(self, line: PlanLine) -> bool:
        """Record what changed, and say whether it was the version before."""
        done = await self._uow.execute(
            update(key_account_lines)
            .where(L.line_id == line.id, L.version == line.version - 1)
            .values({name: getattr(line, name) for name in _MOVED})
        )
        return done.rowcount == 1

    async def note(
        self, line: PlanLine, before: LineState | None, *, by: Uai, now: datetime
    ) -> None:
        """Keep a step of a line."""
        await self._uow.execute(
            insert(key_account_line_moves).values(
                move_id=self._uow.new_id(),
                uai=by,
                key_account_id=line.key_account_id,
                line_id=line.id,
                state_before=before,
                state_after=line.state,
                at=now,
            )
        )


def line_of(row: Any) -> PlanLine:
    """A line as it is kept."""
    return PlanLine(
        id=row.line_id,
        key_account_id=row.key_account_id,
        uai=Uai(row.uai),
        subject=AccountSubject(row.subject),
        what=row.what,
        due_on=row.due_on,
        changed_at=row.changed_at,
        state=LineState(row.state),
        removed_at=row.removed_at,
        version=row.version,
    )
