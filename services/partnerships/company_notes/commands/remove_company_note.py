"""A bureau no longer keeps a note on a company."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.company_notes.store import CompanyNotes


async def remove_company_note(
    uow: UnitOfWork,
    *,
    company_id: UUID,
    note_id: UUID,
    now: datetime,  # noqa: ARG001 every use case is given the time
) -> None:
    """Erase it (note effacée). Raises NotFound."""
    await CompanyNotes(uow).take(company_id, note_id)
