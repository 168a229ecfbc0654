"""The sheets as they were sent; the supervisor's own, and no read model: a rebuild leaves them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import (
    delete,
    insert,
    select,
)

from contracts.identifiers import SchoolYear
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.indicators.model.recorded_line import line_kept, line_read
from services.supervision.sheets.model import SheetRecord
from services.supervision.sheets.tables import S, asked_sheets, sheet_records

R = sheet_records.c


class SheetRecords:
    """What was kept of the sheets."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, record: SheetRecord) -> None:
        """Keep one."""
        values = {
            "record_id": record.id,
            "sheet_id": record.sheet_id,
            "name": record.name,
            "school_year": record.year,
            "taken_at": record.taken_at,
            "lycees": [list(one) for one in record.lycees],
            "lines": [line_kept(one) for one in record.lines],
        }
        await self._uow.execute(insert(sheet_records).values(**values))

    async def get(self, record_id: UUID) -> SheetRecord:
        """Raises NotFound."""
        statement = select(sheet_records).where(R.record_id == record_id)
        row = (await self._uow.execute(statement)).first()
        if row is None:
            raise NotFound
        return _read(row)

    async def of(self, sheet_id: UUID) -> Sequence[SheetRecord]:
        """Records of a sheet, the newest first."""
        statement = select(sheet_records).where(R.sheet_id == sheet_id)
        newest = statement.order_by(R.taken_at.desc(), R.record_id)
        return [_read(row) for row in await self._uow.execute(newest)]

    async def of_removed_sheets(self) -> Sequence[SheetRecord]:
        """Records whose sheet was removed: what was sent stays to be read, the newest first."""
        statement = select(sheet_records).join(asked_sheets).where(S.removed_at.is_not(None))
        newest = statement.order_by(R.taken_at.desc(), R.record_id)
        return [_read(row) for row in await self._uow.execute(newest)]

    async def remove(self, record_id: UUID) -> None:
        """Keep it no more."""
        await self._uow.execute(delete(sheet_records).where(R.record_id == record_id))


def _read(row: Any) -> SheetRecord:
    lines = [line_read(one) for one in row.lines]
    lycees = [(uai, name) for uai, name in row.lycees]
    year = SchoolYear(row.school_year)
    return SheetRecord(row.record_id, row.sheet_id, row.name, year, row.taken_at, lycees, lines)
