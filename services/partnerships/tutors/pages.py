"""The contacts a bureau chooses a tutor from: their names stay here, the internship tracker has ids."""

from uuid import UUID

from fastapi import Request, Response

from contracts.identifiers import SiteKey
from services.chassis.base.errors import NotFound
from services.chassis.web.answers.rendering import render
from services.chassis.web.router import RequestUnitOfWork, Router
from services.partnerships.acquaintances.queries import read_site_name
from services.partnerships.base.access_notes import note_contact
from services.partnerships.cards.pages import read_card
from services.partnerships.contacts.store.contacts import Contacts
from services.partnerships.permissions import MANAGE_CONTACTS, SEE_COMPANIES

router = Router()


@router.page("/entreprises/tuteurs/{site_key}", action=MANAGE_CONTACTS)
async def tutors(
    request: Request,
    site_key: str,
    uow: RequestUnitOfWork,
    *,
    placement: UUID | None = None,
    version: int = 0,
    pour: str = "",
) -> Response:
    """The lycée's contacts at a site, then elsewhere in its company, each to be chosen by a button.

    Whoever works for several lycées chooses among those of the placement's, `pour`.
    """
    try:
        key = SiteKey(site_key)
    except ValueError:
        raise NotFound from None
    company_id, _ = await read_site_name(uow, key)
    card = await read_card(uow, company_id)
    here = next((one.id for one in card.company.sites if one.key == key), card.company.sites[0].id)
    return render(
        request,
        "partnerships/tutors/tutors.html",
        card=card,
        company=card.company,
        here=here,
        people=sorted(
            (one for one in card.contacts if pour in ("", one.uai)),
            key=lambda one: one.site_id != here,
        ),
        placement=placement,
        version=version,
    )


@router.fragment("/entreprises/fragments/contacts/{contact_id}/nom", action=SEE_COMPANIES)
async def name(request: Request, contact_id: UUID, uow: RequestUnitOfWork) -> Response:
    """The name of a contact of the lycée, for pages that may not keep it."""
    contact = await Contacts(uow).find(contact_id)
    if contact is None or contact.uai is None:
        raise NotFound
    await note_contact(uow, contact.id, contact.uai)
    return render(request, "partnerships/tutors/fragment_contact_name.html", contact=contact)
