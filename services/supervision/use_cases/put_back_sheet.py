"""The supervisor puts back a sheet they removed."""

from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.storage.asked_sheets import AskedSheets


async def put_back_sheet(uow: UnitOfWork, *, sheet_id: UUID) -> None:
    """Put it back (tableau remis), as it was. Raises NotFound."""
    sheets = AskedSheets(uow)
    sheet = await sheets.get(sheet_id, lock=True, removed=True)
    await sheets.remove(sheet.id, None)
