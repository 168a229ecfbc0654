"""The troubles that were stated, in the scope of a unit of work."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select, update

from contracts.supervision.troubles import TroubleKind
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.troubles.model import Trouble
from services.supervision.troubles.tables import troubles

T = troubles.c


class Troubles:
    """The troubles of the department."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def open_ones(self) -> Sequence[Trouble]:
        """Troubles that go on, held until the transaction ends."""
        wanted = select(troubles).where(T.ended_at.is_(None)).with_for_update()
        return [_trouble(row) for row in await self._uow.execute(wanted)]

    async def of(self, ids: Collection[UUID]) -> Sequence[Trouble]:
        """Troubles with these ids, over or not."""
        wanted = select(troubles).where(T.trouble_id.in_(list(ids)))
        return [_trouble(row) for row in await self._uow.execute(wanted)]

    async def add(self, trouble: Trouble) -> None:
        """Keep one that begins."""
        values = {
            "uai": self._uow.department_uai,
            "trouble_id": trouble.id,
            "kind": trouble.kind.value,
            "of_uai": trouble.of_uai,
            "since": trouble.since,
        }
        await self._uow.execute(insert(troubles).values(values))

    async def end(self, trouble_id: UUID, *, now: datetime) -> None:
        """Have one be over."""
        await self._uow.execute(
            update(troubles).where(T.trouble_id == trouble_id).values(ended_at=now)
        )


def _trouble(row: Row[Any]) -> Trouble:
    return Trouble(row.trouble_id, TroubleKind(row.kind), row.of_uai, row.since, row.ended_at)
