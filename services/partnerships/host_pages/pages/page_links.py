"""Giving a contact the link to the page of its company, printing it, closing it."""

from typing import Annotated
from uuid import UUID

from fastapi import Request, Response

from contracts.personal_links import HOST_PAGE
from services.chassis.unit_of_work.audit_log import note_reading
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import FormModel, Typed, form_of
from services.chassis.web.views.qr_code import drawn
from services.partnerships.acquaintances.queries import read_known
from services.partnerships.companies.pages import show_card_saying
from services.partnerships.contacts.queries import read_contact
from services.partnerships.host_pages.commands.close_host_page import close_host_page
from services.partnerships.host_pages.commands.give_host_page import give_host_page
from services.partnerships.host_pages.forms import GivenPageForm
from services.partnerships.host_pages.model import LINK_PURPOSE, PAGE
from services.partnerships.host_pages.store import HostPages
from services.partnerships.permissions import MANAGE_CONTACTS

router = Router()
LINK = "/entreprises/{company_id}/contacts/{contact_id}/espace"


@router.form(LINK, action=MANAGE_CONTACTS, redisplay=show_card_saying)
async def give(
    company_id: UUID,
    contact_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[GivenPageForm], form_of(GivenPageForm)],
) -> Response:
    """Give a new one, by mail or on paper: the one before ends."""
    contact = await read_contact(uow, company_id, contact_id)
    by_mail = typed.model.by_mail
    await give_host_page(uow, contact_id=contact.id, by_mail=by_mail, now=uow.now)
    card = f"/entreprises/{company_id}"
    if not by_mail:
        return see_other(f"{card}/contacts/{contact_id}/espace/impression")
    return see_other(card, notice="Lien enregistré\u202f: le courriel part dès que possible.")


@router.page(f"{LINK}/impression", action=MANAGE_CONTACTS)
async def printed(
    request: Request, company_id: UUID, contact_id: UUID, uow: RequestUnitOfWork
) -> Response:
    """The link on paper, with its QR code and its short code."""
    contact = await read_contact(uow, company_id, contact_id)
    page = (await HostPages(uow).open_of([contact.id], now=uow.now)).get(contact.id)
    if page is None:
        return see_other(
            f"/entreprises/{company_id}",
            notice="Ce contact n’a pas de lien en cours\u202f: remettez-lui-en un d’abord.",
        )
    await note_reading(uow, action="print-contact-link", resource_id=contact.id, uai=page.uai)
    url = uow.links.url(LINK_PURPOSE, PAGE, uai=page.uai, row_id=page.id)
    return render(
        request,
        "partnerships/host_pages/printed_link.html",
        company=(await read_known(uow, company_id)).company,
        contact=contact,
        page=page,
        url=url,
        qr=drawn(url),
        code=uow.links.short_code(HOST_PAGE.letter, LINK_PURPOSE, uai=page.uai, row_id=page.id),
        typed_at=uow.links.page("/code"),
    )


@router.form(f"{LINK}/fermeture", action=MANAGE_CONTACTS, redisplay=show_card_saying)
async def close(
    company_id: UUID,
    contact_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[FormModel], form_of(FormModel)],  # noqa: ARG001 refuses other fields
) -> Response:
    """Have it open nothing any more."""
    contact = await read_contact(uow, company_id, contact_id)
    await close_host_page(uow, contact_id=contact.id, now=uow.now)
    return see_other(
        f"/entreprises/{company_id}",
        notice="Lien fermé\u202f: ni lui ni son code n’ouvrent plus rien.",
    )
