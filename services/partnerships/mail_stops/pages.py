"""The button of a contact whose mails came back: try that address again."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from services.chassis.web.answers.rendering import see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import FormModel, Typed, form_of
from services.partnerships.companies.pages import show_card_saying
from services.partnerships.contacts.queries import read_contact
from services.partnerships.mail_stops.commands import try_address_again
from services.partnerships.permissions import MANAGE_CONTACTS

router = Router()


@router.form(
    "/entreprises/{company_id}/contacts/{contact_id}/adresse",
    action=MANAGE_CONTACTS,
    redisplay=show_card_saying,
)
async def try_again(
    company_id: UUID,
    contact_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[FormModel], form_of(FormModel)],  # noqa: ARG001 refuses other fields
) -> Response:
    """The address is good: what is sent from now on leaves."""
    contact = await read_contact(uow, company_id, contact_id)
    await try_address_again(uow, contact_id=contact.id, now=uow.now)
    return see_other(
        f"/entreprises/{company_id}",
        notice="C’est noté\u202f: les prochains courriels partiront à cette adresse.",
    )
