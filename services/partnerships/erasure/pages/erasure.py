"""Erasing a contact or a sole trader: what goes, what stays, then a second yes."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from contracts.identifiers import Uai
from contracts.notifications.mails import MAILS_ABOUT, MailsRequest
from services.chassis.questions import QuestionUnanswered
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.partnerships.base.access_notes import note_contact
from services.partnerships.cards.queries import read_company
from services.partnerships.contacts.queries import read_contact
from services.partnerships.erasure.commands import erase_trader, remove_contact
from services.partnerships.erasure.forms import ErasureForm, TraderErasureForm
from services.partnerships.erasure.pages.needs import ask_needs
from services.partnerships.erasure.queries.erasure import (
    ContactToErase,
    read_contact_to_erase,
    read_trader_to_erase,
)
from services.partnerships.permissions import ERASE_TRADER, MANAGE_CONTACTS

router = Router()
ERASURE = "/entreprises/{company_id}/contacts/{contact_id}/effacement"
TRADER = "/entreprises/{company_id}/effacement"


@router.page(ERASURE, action=MANAGE_CONTACTS)
async def preview(
    request: Request, company_id: UUID, contact_id: UUID, uow: RequestUnitOfWork
) -> Response:
    """What erasing the contact would do; nothing is done."""
    found = await _read(request, uow, company_id, contact_id)
    await note_contact(uow, contact_id, found.uai)
    whole = [note.interaction_id for note in found.notes if note.whole]
    typed = Typed.blank(ErasureForm, notes=whole)
    return await _preview(request, uow, typed, company_id, contact_id)


async def _preview(
    request: Request,
    uow: RequestUnitOfWork,
    typed: Refused[Any],
    company_id: UUID,
    contact_id: UUID,
) -> Response:
    found = await _read(request, uow, company_id, contact_id)
    return render(
        request,
        "partnerships/erasure/contact_erasure.html",
        company=(await read_company(uow, company_id)).company,
        found=found,
        contact=found.contact,
        mails=await _mails(request, found.uai, found.about),
        needs=await ask_needs(request, uow, found),
        typed=typed,
    )


async def _read(
    request: Request, uow: UnitOfWork, company_id: UUID, contact_id: UUID
) -> ContactToErase:
    roles_at = context_of(request).user.roles_at
    return await read_contact_to_erase(uow, company_id, contact_id, roles_at)


async def _mails(request: Request, uai: Uai, about: Any) -> int | None:
    """How many mails tell something of the contact; None while nobody answers."""
    if not about:
        return 0
    try:
        asked = MailsRequest(about=tuple(about))
        return len((await runtime_of(request).ask(MAILS_ABOUT, uai, asked)).mails)
    except QuestionUnanswered:
        return None


@router.form(ERASURE, action=MANAGE_CONTACTS, redisplay=_preview)
async def erase(
    company_id: UUID,
    contact_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[ErasureForm], form_of(ErasureForm)],
) -> Response:
    """Erase the contact for good."""
    contact = await read_contact(uow, company_id, contact_id)
    await remove_contact(uow, contact_id=contact.id, notes=typed.model.notes, now=uow.now)
    return see_other(f"/entreprises/{company_id}", notice="Contact effacé.")


@router.page(TRADER, action=ERASE_TRADER)
async def preview_trader(request: Request, company_id: UUID, uow: RequestUnitOfWork) -> Response:
    """What erasing a sole trader would do; nothing is done."""
    return await _preview_trader(request, uow, Typed.blank(TraderErasureForm), company_id)


async def _preview_trader(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], company_id: UUID
) -> Response:
    found = await read_trader_to_erase(uow, company_id)
    return render(
        request,
        "partnerships/erasure/trader_erasure.html",
        found=found,
        company=found.company,
        typed=typed,
    )


@router.form(TRADER, action=ERASE_TRADER, redisplay=_preview_trader)
async def erase_the_trader(
    company_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[TraderErasureForm], form_of(TraderErasureForm)],
) -> Response:
    """Erase a sole trader for good, at every lycée."""
    await erase_trader(uow, company_id=company_id, version=typed.model.version, now=uow.now)
    return see_other(f"/entreprises/{company_id}", notice="Entreprise individuelle effacée.")
