"""What a lycée keeps of a company, of no exchange and of no day."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.partnerships.acquaintances.queries import likely
from services.partnerships.base.forms import LyceeForm
from services.partnerships.cards.pages import read_card
from services.partnerships.companies.pages import show_card, writer
from services.partnerships.company_notes.commands import (
    add_company_note,
    correct_company_note,
    remove_company_note,
)
from services.partnerships.company_notes.forms import CompanyNoteForm, CorrectedNoteForm
from services.partnerships.company_notes.store import CompanyNotes, OwnNote
from services.partnerships.permissions import LOG_INTERACTION

router = Router()
NOTES = "/entreprises/{company_id}/notes"
NOTE = f"{NOTES}/{{note_id}}"


@router.form(NOTES, action=LOG_INTERACTION, redisplay=show_card)
async def add(
    company_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[CompanyNoteForm], form_of(CompanyNoteForm)],
) -> Response:
    """Keep a note."""
    form = typed.model
    note_id = await add_company_note(
        uow, company_id=company_id, text=form.text, uai=form.uai, now=uow.now
    )
    card = f"/entreprises/{company_id}"
    return see_other(card, notice="Note gardée.", undo=Undo(f"{card}/notes/{note_id}/retrait"))


@router.page(f"{NOTE}/correction", action=LOG_INTERACTION)
async def correction(
    request: Request, company_id: UUID, note_id: UUID, uow: RequestUnitOfWork
) -> Response:
    """A note to correct."""
    standing = await _standing(uow, company_id, note_id)
    if standing is None:
        raise NotFound
    typed = Typed.blank(CorrectedNoteForm, text=standing.note.text, version=standing.note.version)
    return await _correction(request, uow, typed, company_id, note_id)


async def _standing(uow: UnitOfWork, company_id: UUID, note_id: UUID) -> OwnNote | None:
    await read_card(uow, company_id)
    notes = await CompanyNotes(uow).of(company_id)
    return next((one for one in notes if one.note.id == note_id), None)


async def _correction(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], company_id: UUID, note_id: UUID
) -> Response:
    """The form of a correction; once the note was erased, what was typed may be kept as another one."""
    card = await read_card(uow, company_id)
    notes = await CompanyNotes(uow).of(company_id)
    standing = next((one for one in notes if one.note.id == note_id), None)
    return render(
        request,
        "partnerships/company_notes/note.html",
        company=card.company,
        standing=standing,
        typed=typed,
        likely=likely(card),
        **writer(request),
    )


@router.form(f"{NOTE}/correction", action=LOG_INTERACTION, redisplay=_correction)
async def correct(
    company_id: UUID,
    note_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[CorrectedNoteForm], form_of(CorrectedNoteForm)],
) -> Response:
    """Correct a note unless somebody else just did."""
    form = typed.model
    await correct_company_note(
        uow,
        company_id=company_id,
        note_id=note_id,
        version=form.version,
        text=form.text,
        now=uow.now,
    )
    return see_other(f"/entreprises/{company_id}", notice="Note corrigée.")


@router.form(f"{NOTE}/retrait", action=LOG_INTERACTION)
async def remove(
    company_id: UUID,
    note_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[LyceeForm], form_of(LyceeForm)],  # noqa: ARG001 refuses other fields
) -> Response:
    """Erase a note."""
    await remove_company_note(uow, company_id=company_id, note_id=note_id, now=uow.now)
    return see_other(f"/entreprises/{company_id}", notice="Note effacée.")
