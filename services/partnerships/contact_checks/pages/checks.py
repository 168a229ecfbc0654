"""Asking a contact whether it can still be reached so, and taking the question back."""

from typing import Annotated
from uuid import UUID

from fastapi import Request, Response

from contracts.personal_links import CONTACT_CARD
from services.chassis.unit_of_work.audit_log import note_reading
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.chassis.web.views.qr_code import drawn
from services.partnerships.acquaintances.queries import read_known
from services.partnerships.base.forms import LyceeForm
from services.partnerships.companies.pages import show_card_saying
from services.partnerships.contact_checks.commands import ask_contact_check, cancel_contact_check
from services.partnerships.contact_checks.model import LINK_PURPOSE, PAGE
from services.partnerships.contact_checks.store import ContactChecks
from services.partnerships.contacts.queries import read_contact
from services.partnerships.contacts.store.contacts import Contacts
from services.partnerships.permissions import MANAGE_CONTACTS

router = Router()
CHECK = "/entreprises/{company_id}/contacts/{contact_id}/confirmation"


@router.form(CHECK, action=MANAGE_CONTACTS, redisplay=show_card_saying)
async def ask(
    company_id: UUID,
    contact_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[LyceeForm], form_of(LyceeForm)],  # noqa: ARG001 refuses other fields
) -> Response:
    """Ask, or ask again: what was sent before ends."""
    contact = await read_contact(uow, company_id, contact_id)
    await ask_contact_check(uow, contact_id=contact.id, now=uow.now)
    return see_other(
        f"/entreprises/{company_id}",
        # Without a name: the answer is kept beside the command, and so is what it tells.
        notice="Demande de confirmation enregistrée\u202f: le courriel part dès que possible.",
    )


@router.page(f"{CHECK}/impression", action=MANAGE_CONTACTS)
async def printed(
    request: Request, company_id: UUID, contact_id: UUID, uow: RequestUnitOfWork
) -> Response:
    """The link on paper, with its QR code: for who reads no mail (lien à imprimer)."""
    contact = await read_contact(uow, company_id, contact_id)
    checks = await ContactChecks(uow).of_contact(contact.id)
    check = next((one for one in checks if one.is_pending(uow.now)), None)
    if check is None:
        return see_other(
            f"/entreprises/{company_id}",
            notice="Aucune demande en cours\u202f: faites confirmer ce contact d’abord.",
        )
    uai = await Contacts(uow).lycee_of(contact.id)
    await note_reading(uow, action="print-contact-link", resource_id=contact.id, uai=uai)
    url = uow.links.url(LINK_PURPOSE, PAGE, uai=uai, row_id=check.id)
    company = (await read_known(uow, company_id)).company
    return render(
        request,
        "partnerships/contact_checks/printed_link.html",
        company=company,
        contact=contact,
        check=check,
        url=url,
        qr=drawn(url),
        code=uow.links.short_code(CONTACT_CARD.letter, LINK_PURPOSE, uai=uai, row_id=check.id),
        typed_at=uow.links.page("/code"),
    )


@router.form(f"{CHECK}/annulation", action=MANAGE_CONTACTS, redisplay=show_card_saying)
async def cancel(
    company_id: UUID,
    contact_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[LyceeForm], form_of(LyceeForm)],  # noqa: ARG001 refuses other fields
) -> Response:
    """Take the question back."""
    contact = await read_contact(uow, company_id, contact_id)
    await cancel_contact_check(uow, contact_id=contact.id, now=uow.now)
    return see_other(f"/entreprises/{company_id}", notice="Demande de confirmation annulée.")
