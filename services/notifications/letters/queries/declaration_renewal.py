"""The mail that tells who hosts minors that a declaration of regulated work runs out."""

import asyncio

from contracts.internships.hosting import MINORS_HOSTED, MinorsHostedRequest
from contracts.partnerships.declaration_letters import (
    DECLARATION_LETTER,
    DeclarationLetter,
    DeclarationLetterId,
    DeclarationLetterRequest,
)
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
from services.notifications.mails.model.reasons import NO_MINOR, SETTLED
from services.notifications.mails.model.template import Template


async def _contact(composer: Asking, due: Due) -> Addressee:
    letter = await _asked(composer, due)
    return Addressee(letter.contact_name, letter.company)


@mail(Template.DECLARATION_RENEWAL, for_whom=_contact, example={"many": 1})
async def declaration_renewal(composer: Asking, due: Due) -> Asked:
    """To the contact of the site, while it is not renewed and minors were there or places are planned."""
    bureau = composer.people(due)
    letter = await _asked(composer, due)
    if not letter.standing:
        return NotWanted(SETTLED)
    address = address_of(letter)
    if not isinstance(address, str):
        return address
    if not letter.hosts_next and not await _hosts_minors(composer, due, letter):
        return NotWanted(NO_MINOR)
    values = {
        "contact_name": letter.contact_name,
        "company": letter.company,
        "site": letter.site,
        "declarations": [one.model_dump() for one in letter.declarations],
        "first_end": min(one.valid_until for one in letter.declarations),
        "many": len(letter.declarations),
    }
    return OwnersAnswers(
        address,
        await asyncio.shield(bureau),
        values,
        contact=contact_of(letter.contact_id, letter.contact_version),
        stop=letter.stop_url,
    )


async def _hosts_minors(composer: Asking, due: Due, letter: DeclarationLetter) -> bool:
    since = min(one.filed_on for one in letter.declarations)
    request = MinorsHostedRequest(site_keys=letter.site_keys, since=since)
    return (await composer.ask(MINORS_HOSTED, due.uai, request)).hosted


async def _asked(composer: Asking, due: Due) -> DeclarationLetter:
    request = DeclarationLetterRequest(letter_id=DeclarationLetterId(due.aggregate_id))
    return await composer.ask(DECLARATION_LETTER, due.uai, request)
