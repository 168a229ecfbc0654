"""A bureau corrects a note it keeps on a company."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.company_notes.model import CompanyNoteGone
from services.partnerships.company_notes.store import CompanyNotes


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
