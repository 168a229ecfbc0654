"""A bureau corrects a note it keeps on a company."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.chassis.errors import NotFound
from services.chassis.work import UnitOfWork
from services.partnerships.domain.company_note import CompanyNoteGone
from services.partnerships.storage.company_notes import CompanyNotes


async def correct_company_note(
    uow: UnitOfWork,
    *,
    company_id: UUID,
    note_id: UUID,
    text: str,
    now: datetime,  # noqa: ARG001 every use case is given the time
) -> UUID:
    """Put another text in its place (note corrigée); its id is another, and it is as old as it was.

    So who still has the former one before them takes nobody's correction away. Raises CompanyNoteGone.
    """
    notes = CompanyNotes(uow)
    try:
        before = await notes.take(company_id, note_id)
    except NotFound:
        raise CompanyNoteGone from None
    corrected = replace(before.note, id=uow.new_id(), text=text)
    await notes.add_all(before.uai, [corrected])
    return corrected.id
