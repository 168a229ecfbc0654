"""The supervisor keeps a sheet as it is today."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from contracts.identifiers import SchoolYear
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.indicators.model.indicator import IndicatorLine
from services.supervision.indicators.model.recorded_line import recorded
from services.supervision.sheets.model.asked_sheet import AskedSheet, SheetLine
from services.supervision.sheets.model.sheet_record import SheetRecord
from services.supervision.sheets.store.sheet_records import SheetRecords


async def keep_record(
    uow: UnitOfWork,
    *,
    sheet: AskedSheet,
    year: SchoolYear,
    lycees: Sequence[tuple[str, str]],
    lines: Sequence[tuple[SheetLine, IndicatorLine]],
    now: datetime,
) -> UUID:
    """Keep its figures (relevé figé), and return the id of what is kept."""
    kept = [recorded(asked.title, line) for asked, line in lines]
    record = SheetRecord(uow.new_id(), sheet.id, sheet.content.name, year, now, lycees, kept)
    await SheetRecords(uow).add(record)
    return record.id
