"""A bureau keeps a note on a company."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.companies.store.companies import Companies
from services.partnerships.company_notes.model import CompanyNote
from services.partnerships.company_notes.store import CompanyNotes


async def add_company_note(
    uow: UnitOfWork, *, company_id: UUID, text: str, uai: Uai | None = None, now: datetime
) -> UUID:
    """Keep it for one lycée (note gardée), and return its id. Raises NotFound, LyceeNotChosen."""
    company = await Companies(uow).get(company_id)
    note = CompanyNote(uow.new_id(), company.id, text, now)
    await CompanyNotes(uow).add_all(uow.writing_for(uai), [note])
    return note.id
