"""Commands of a note on a company: added, corrected, removed."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.companies.store.companies import Companies
from services.partnerships.company_notes.model import CompanyNote, CompanyNoteGone
from services.partnerships.company_notes.store import CompanyNotes


async def add_company_note(
    uow: UnitOfWork, *, company_id: UUID, text: str, uai: Uai | None = None, now: datetime
) -> UUID:
    """Keep it for one lycée (note gardée), and return its id. Raises NotFound, LyceeNotChosen."""
    company = await Companies(uow).get(company_id)
    note = CompanyNote(uow.new_id(), company.id, text, now)
    await CompanyNotes(uow).add_all(uow.writing_for(uai), [note])
    return note.id


async def correct_company_note(
    uow: UnitOfWork, *, company_id: UUID, note_id: UUID, version: int, text: str, now: datetime
) -> None:
    """Put another text in its place (note corrigée), kept from now on.

    Raises CompanyNoteGone, StaleVersion.
    """
    notes = CompanyNotes(uow)
    try:
        note = await notes.get_for_update(company_id, note_id)
    except NotFound:
        raise CompanyNoteGone from None
    note.expect(version)
    await notes.save(replace(note, text=text, noted_at=now, version=version + 1))


async def remove_company_note(
    uow: UnitOfWork,
    *,
    company_id: UUID,
    note_id: UUID,
    now: datetime,  # noqa: ARG001 every use case is given the time
) -> None:
    """Erase it (note effacée). Raises NotFound."""
    await CompanyNotes(uow).take(company_id, note_id)
