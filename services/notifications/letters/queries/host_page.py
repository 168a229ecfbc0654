"""The mail that holds the link to the page of a company."""

import asyncio

from contracts.identifiers import ContactId
from contracts.partnerships.host_pages import HOST_PAGE_LINK, HostPage, HostPageRequest
from services.notifications.contents.model import Due
from services.notifications.contents.queries.owners_answers import (
    Addressee,
    Asked,
    Asking,
    OwnersAnswers,
    address_of,
    contact_of,
    mail,
)
from services.notifications.mails.model.template import Template


async def _contact(composer: Asking, due: Due) -> Addressee:
    page = await _link(composer, due)
    return Addressee(page.contact_name, page.company)


@mail(Template.HOST_PAGE, for_whom=_contact)
async def host_page(composer: Asking, due: Due) -> Asked:
    """To the contact the link was given to, unless it wants no mail."""
    bureau = composer.people(due)
    page = await _link(composer, due)
    address = address_of(page)
    if not isinstance(address, str):
        return address
    values = {
        "contact_name": page.contact_name,
        "company": page.company,
        "expires_at": page.expires_at,
    }
    return OwnersAnswers(
        address,
        await asyncio.shield(bureau),
        values,
        hidden={"url": page.url},
        contact=contact_of(due.aggregate_id, page.contact_version),
        stop=page.stop_url,
    )


async def _link(composer: Asking, due: Due) -> HostPage:
    request = HostPageRequest(contact_id=ContactId(due.aggregate_id))
    return await composer.ask(HOST_PAGE_LINK, due.uai, request)
