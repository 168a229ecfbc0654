"""The supervisor needs a sheet no more."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.storage.asked_sheets import AskedSheets


async def remove_sheet(uow: UnitOfWork, *, sheet_id: UUID, now: datetime) -> None:
    """Remove it (tableau supprimé); for a month it can be put back. Raises NotFound."""
    sheets = AskedSheets(uow)
    sheet = await sheets.get(sheet_id, lock=True)
    await sheets.remove(sheet.id, now)
