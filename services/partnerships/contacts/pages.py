"""The lycée's own contacts at a company."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.partnerships.acquaintances.queries import likely, read_known
from services.partnerships.base.access_notes import note_contact
from services.partnerships.base.phones import shown_phone
from services.partnerships.companies.pages import readable, writer
from services.partnerships.contacts.commands import add_contact, correct_contact
from services.partnerships.contacts.forms import ContactForm, NewContactForm
from services.partnerships.contacts.queries import read_contact
from services.partnerships.contacts.store.contacts import Contacts
from services.partnerships.permissions import MANAGE_CONTACTS

router = Router()
COMPANY = "/entreprises/{company_id}"
CONTACT = f"{COMPANY}/contacts/{{contact_id}}"


@router.page(f"{COMPANY}/contacts/nouveau", action=MANAGE_CONTACTS)
async def new_contact(request: Request, company_id: UUID, uow: RequestUnitOfWork) -> Response:
    """An empty contact."""
    company = (await read_known(uow, company_id)).company
    chosen = request.query_params.get("etablissement") or str(company.sites[0].id)
    return await _new(request, uow, Typed.blank(NewContactForm, site_id=chosen), company_id)


async def _new(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], company_id: UUID
) -> Response:
    card = await read_known(uow, company_id)
    return render(
        request,
        "partnerships/contacts/form.html",
        company=card.company,
        contact=None,
        likely=likely(card),
        sites=[(str(site.id), card.site_label(site.id)) for site in card.company.sites],
        typed=typed,
        **writer(request),
    )


@router.form(f"{COMPANY}/contacts/nouveau", action=MANAGE_CONTACTS, redisplay=_new)
async def add(
    company_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[NewContactForm], form_of(NewContactForm)],
) -> Response:
    """Add a contact."""
    form = typed.model
    await add_contact(
        uow, company_id=company_id, site_id=form.site_id, details=form.details(), uai=form.uai
    )
    return see_other(f"/entreprises/{company_id}", notice="Contact ajouté.")


@router.page(f"{CONTACT}/correction", action=MANAGE_CONTACTS)
async def correction(
    request: Request, company_id: UUID, contact_id: UUID, uow: RequestUnitOfWork
) -> Response:
    """A contact to correct."""
    contact = await read_contact(uow, company_id, contact_id)
    await note_contact(uow, contact_id, await Contacts(uow).lycee_of(contact_id))
    shown = {**vars(contact.details), "phone": shown_phone(contact.details.phone)}
    typed = Typed.blank(ContactForm, **shown, version=contact.version)
    return await _correction(request, uow, typed, company_id, contact_id)


async def _correction(
    request: Request,
    uow: RequestUnitOfWork,
    typed: Refused[Any],
    company_id: UUID,
    contact_id: UUID,
) -> Response:
    return render(
        request,
        "partnerships/contacts/form.html",
        company=(await read_known(uow, company_id)).company,
        contact=await read_contact(uow, company_id, contact_id),
        likely="",
        sites=[],
        typed=readable(typed),
        **writer(request),
    )


@router.form(f"{CONTACT}/correction", action=MANAGE_CONTACTS, redisplay=_correction)
async def correct(
    company_id: UUID,
    contact_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[ContactForm], form_of(ContactForm)],
) -> Response:
    """Correct a contact unless somebody else just did."""
    form = typed.model
    await correct_contact(
        uow, contact_id=contact_id, version=form.version, details=form.details(), now=uow.now
    )
    return see_other(f"/entreprises/{company_id}", notice="Contact corrigé.")
