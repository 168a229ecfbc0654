"""One letter of what a bureau writes to many companies."""

import asyncio
from uuid import UUID

from contracts.identifiers import ContactId, MailingId
from contracts.partnerships.mailings import MAILING_LETTER, MailingLetter, MailingLetterRequest
from contracts.portal.accounts import BUREAU_STAFF, BureauRequest
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
from services.notifications.mails.model.recipients import mailing_of
from services.notifications.mails.model.template import Template


async def _company(composer: Asking, due: Due) -> Addressee:
    mailing_id = mailing_of(due.recipient)
    if mailing_id is None:
        return Addressee()
    return Addressee(company=(await _letter(composer, due, mailing_id)).company)


_EXAMPLE = {
    "title": "Vos places pour la prochaine PFMP",
    "lines": ("Bonjour,", "", "Accueillerez-vous un élève lors de notre prochaine PFMP\u202f?"),
    "author": "Camille Exemple",
}


@mail(Template.MAILING, for_whom=_company, example=_EXAMPLE)
async def mailing(composer: Asking, due: Due) -> Asked:
    """To one contact, in the words of who wrote it; answers go to that person, as long as they work there."""
    mailing_id = mailing_of(due.recipient)
    if mailing_id is None:
        return NotWanted(OVER)
    bureau = composer.people(due)
    letter = await _letter(composer, due, mailing_id)
    address = address_of(letter)
    if not isinstance(address, str):
        return address
    if not letter.standing:
        return NotWanted(OVER)
    staff = (await composer.ask(BUREAU_STAFF, due.uai, BureauRequest())).members
    author = next((one for one in staff if one.account_id == letter.author), None)
    values = {
        "title": letter.subject,
        "lines": letter.body.split("\n"),
        "company": letter.company,
        "author": author.display_name if author else None,
    }
    return OwnersAnswers(
        address,
        await asyncio.shield(bureau),
        values,
        answers=author,
        contact=contact_of(due.aggregate_id, letter.contact_version),
        stop=letter.stop_url,
    )


async def _letter(composer: Asking, due: Due, mailing_id: UUID) -> MailingLetter:
    request = MailingLetterRequest(
        mailing_id=MailingId(mailing_id), contact_id=ContactId(due.aggregate_id)
    )
    return await composer.ask(MAILING_LETTER, due.uai, request)
