"""The sheets the DSDEN is asked for; the supervisor's own, and no read model: a rebuild leaves them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, update

from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.sheets.model import AskedSheet, SheetContent, SheetLine
from services.supervision.sheets.tables import S, asked_sheets


class AskedSheets:
    """The sheets of the department."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, sheet: AskedSheet) -> None:
        """Record a new one."""
        await self._uow.execute(insert(asked_sheets).values(sheet_id=sheet.id, **_changing(sheet)))

    async def save(self, sheet: AskedSheet) -> None:
        """Record the present state of a known one."""
        those = update(asked_sheets).where(S.sheet_id == sheet.id)
        await self._uow.execute(those.values(**_changing(sheet)))

    async def get(self, sheet_id: UUID, *, lock: bool = False, removed: bool = False) -> AskedSheet:
        """One that may be `removed` too. Raises NotFound."""
        statement = select(asked_sheets).where(S.sheet_id == sheet_id)
        if not removed:
            statement = statement.where(S.removed_at.is_(None))
        row = (await self._uow.execute(statement.with_for_update() if lock else statement)).first()
        if row is None:
            raise NotFound
        return _read(row)

    async def remove(self, sheet_id: UUID, removed_at: datetime | None) -> None:
        """Offer it no more, or put it back (None)."""
        those = update(asked_sheets).where(S.sheet_id == sheet_id)
        await self._uow.execute(those.values(removed_at=removed_at))

    async def all(self) -> Sequence[AskedSheet]:
        """By name."""
        statement = select(asked_sheets).where(S.removed_at.is_(None))
        rows = await self._uow.execute(statement.order_by(func.lower(S.name), S.sheet_id))
        return [_read(row) for row in rows]


def _changing(sheet: AskedSheet) -> dict[str, Any]:
    return {
        "name": sheet.content.name,
        "lines": [[one.indicator, one.heading] for one in sheet.content.lines],
        "version": sheet.version,
    }


def _read(row: Any) -> AskedSheet:
    lines = tuple(SheetLine(indicator, heading) for indicator, heading in row.lines)
    return AskedSheet(row.sheet_id, SheetContent(row.name, lines), row.version)
