"""The supervisor says which lines a sheet has."""

from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.domain.asked_sheet import AskedSheet, SheetContent
from services.supervision.storage.asked_sheets import AskedSheets


async def save_sheet(uow: UnitOfWork, *, content: SheetContent) -> UUID:
    """Keep it (tableau enregistré), and return its id. Raises SheetWithoutLines."""
    content.check()
    sheet = AskedSheet(uow.new_id(), content)
    await AskedSheets(uow).add(sheet)
    return sheet.id
