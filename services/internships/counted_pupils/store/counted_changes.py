"""Who was counted otherwise in a finished period, so that it can be taken back."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.counted_pupils.store.settled_rosters import SettledRoster
from services.internships.counted_pupils.tables import counted_changes


class CountedChanges:
    """What was corrected in the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(
        self,
        change_id: UUID,
        roster: SettledRoster,
        added: Collection[UUID],
        removed: Collection[UUID],
    ) -> None:
        """Record what was changed of one formation of a period."""
        await self._uow.execute(
            insert(counted_changes).values(
                uai=roster.uai,
                change_id=change_id,
                formation_id=roster.formation_id,
                period_id=roster.period_id,
                added=sorted(added),
                removed=sorted(removed),
            )
        )

    async def get(self, period_id: UUID, change_id: UUID) -> Sequence[Any]:
        """What a correction of a period changed: `formation_id`, `added`, `removed`."""
        statement = select(counted_changes).where(
            counted_changes.c.period_id == period_id, counted_changes.c.change_id == change_id
        )
        return (await self._uow.execute(statement)).all()
