"""The mail that holds the link to the page of a company."""

import asyncio

from contracts.identifiers import ContactId
from contracts.partnerships.host_pages import HOST_PAGE_LINK, HostPageRequest
from services.notifications.composition.model import Cannot, Due, NotWanted
from services.notifications.composition.queries.owners_answers import Asked, Asking, OwnersAnswers
from services.notifications.mails.model.reasons import NO_ADDRESS, STOPPED


async def host_page(composer: Asking, due: Due) -> Asked:
    """To the contact the link was given to, unless it wants no mail."""
    bureau = composer.people(due)
    request = HostPageRequest(contact_id=ContactId(due.aggregate_id))
    page = await composer.ask(HOST_PAGE_LINK, due.uai, request)
    if page.mail is None:
        return Cannot(NO_ADDRESS, lasting=True)
    if page.stopped:
        return NotWanted(STOPPED)
    values = {
        "contact_name": page.contact_name,
        "company": page.company,
        "expires_at": page.expires_at,
    }
    return OwnersAnswers(page.mail, await asyncio.shield(bureau), values, hidden={"url": page.url})
