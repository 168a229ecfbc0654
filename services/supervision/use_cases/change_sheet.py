"""The supervisor changes the lines of a sheet."""

from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.domain.asked_sheet import SheetContent
from services.supervision.storage.asked_sheets import AskedSheets


async def change_sheet(
    uow: UnitOfWork, *, sheet_id: UUID, version: int, content: SheetContent
) -> None:
    """Change it (tableau modifié). Raises NotFound, StaleVersion, SheetWithoutLines."""
    sheets = AskedSheets(uow)
    sheet = await sheets.get(sheet_id, lock=True)
    sheet.change(version, content)
    await sheets.save(sheet)
