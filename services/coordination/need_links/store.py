"""What companies add to their needs, as it is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert, select

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.needs.tables import need_precisions


@dataclass(frozen=True)
class Precision:
    """Something a company added."""

    id: UUID
    text: str
    added_at: datetime


class Precisions:
    """What was added to the needs in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def of(self, need_id: UUID) -> Sequence[Precision]:
        """Those of a need, in the order they came."""
        statement = (
            select(need_precisions)
            .where(need_precisions.c.need_id == need_id)
            .order_by(need_precisions.c.added_at, need_precisions.c.precision_id)
        )
        return [
            Precision(row.precision_id, row.text, row.added_at)
            for row in await self._uow.execute(statement)
        ]

    async def add(self, need_id: UUID, precision: Precision) -> None:
        """Record one more."""
        await self._uow.execute(
            insert(need_precisions).values(
                precision_id=precision.id,
                uai=self._uow.department_uai,
                need_id=need_id,
                text=precision.text,
                added_at=precision.added_at,
            )
        )
