"""Commands of a sheet: saved, changed, removed, put back, kept as it is sent."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from contracts.identifiers import SchoolYear
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.indicators.model.indicator import IndicatorLine
from services.supervision.indicators.model.recorded_line import recorded
from services.supervision.sheets.model import AskedSheet, SheetContent, SheetLine, SheetRecord
from services.supervision.sheets.store.asked_sheets import AskedSheets
from services.supervision.sheets.store.sheet_records import SheetRecords


async def change_sheet(
    uow: UnitOfWork, *, sheet_id: UUID, version: int, content: SheetContent
) -> None:
    """Change it (tableau modifié). Raises NotFound, StaleVersion, SheetWithoutLines."""
    sheets = AskedSheets(uow)
    sheet = await sheets.get(sheet_id, lock=True)
    sheet.change(version, content)
    await sheets.save(sheet)


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


async def put_back_sheet(uow: UnitOfWork, *, sheet_id: UUID) -> None:
    """Put it back (tableau remis), as it was. Raises NotFound."""
    sheets = AskedSheets(uow)
    sheet = await sheets.get(sheet_id, lock=True, removed=True)
    await sheets.remove(sheet.id, None)


async def remove_sheet(uow: UnitOfWork, *, sheet_id: UUID, now: datetime) -> None:
    """Remove it (tableau supprimé); for a month it can be put back. Raises NotFound."""
    sheets = AskedSheets(uow)
    sheet = await sheets.get(sheet_id, lock=True)
    await sheets.remove(sheet.id, now)


async def save_sheet(uow: UnitOfWork, *, content: SheetContent) -> UUID:
    """Keep it (tableau enregistré), and return its id. Raises SheetWithoutLines."""
    content.check()
    sheet = AskedSheet(uow.new_id(), content)
    await AskedSheets(uow).add(sheet)
    return sheet.id
