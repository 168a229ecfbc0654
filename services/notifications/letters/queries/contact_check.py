"""The mail that asks a contact to confirm its card."""

import asyncio

from contracts.identifiers import ContactCheckId
from contracts.partnerships.questions import CONTACT_CHECK, ContactCheck, ContactCheckRequest
from services.notifications.contents.model import Due, NotWanted
from services.notifications.contents.queries.owners_answers import (
    Addressee,
    Asked,
    Asking,
    OwnersAnswers,
    address_of,
    contact_of,
    mail,
)
from services.notifications.mails.model.reasons import OVER
from services.notifications.mails.model.template import Template


async def _contact(composer: Asking, due: Due) -> Addressee:
    check = await _asked(composer, due)
    return Addressee(check.contact_name, check.company)


@mail(Template.CONTACT_CHECK, for_whom=_contact)
async def contact_check(composer: Asking, due: Due) -> Asked:
    """To the contact whose card it is, unless it wants no mail."""
    bureau = composer.people(due)
    check = await _asked(composer, due)
    if not check.standing:
        return NotWanted(OVER)
    address = address_of(check)
    if not isinstance(address, str):
        return address
    values = {
        "contact_name": check.contact_name,
        "company": check.company,
        "expires_at": check.expires_at,
    }
    return OwnersAnswers(
        address,
        await asyncio.shield(bureau),
        values,
        hidden={"url": check.url},
        contact=contact_of(check.contact_id, check.contact_version),
        stop=check.stop_url,
    )


async def _asked(composer: Asking, due: Due) -> ContactCheck:
    request = ContactCheckRequest(contact_check_id=ContactCheckId(due.aggregate_id))
    return await composer.ask(CONTACT_CHECK, due.uai, request)
