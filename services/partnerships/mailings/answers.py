"""What is answered of a letter of a mailing."""

from contracts.identifiers import AccountId
from contracts.partnerships.mailings import MAILING_LETTER, MailingLetter, MailingLetterRequest
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.answers import answers
from services.partnerships.contacts.store.contacts import Contacts
from services.partnerships.mail_stops.model import STOP_PAGE
from services.partnerships.mail_stops.queries import read_reach
from services.partnerships.mail_stops.store import MailStops
from services.partnerships.mailings.model import LINK_PURPOSE as OF_MAILINGS
from services.partnerships.mailings.model import MailingStatus, MailingText
from services.partnerships.mailings.store.letters import known_of
from services.partnerships.mailings.store.mailings import Mailings


@answers.to(MAILING_LETTER)
async def letter_of_a_mailing(request: MailingLetterRequest, uow: UnitOfWork) -> MailingLetter:
    """The letter to one contact, told again at each attempt, and whether it is still to leave.

    Only to the address that was there when the mail was confirmed: nobody looked at another one.
    """
    mailing = await Mailings(uow).get(request.mailing_id)
    letter = await Mailings(uow).letter(request.mailing_id, request.contact_id)
    contact = await Contacts(uow).find(request.contact_id)
    if letter is None or contact is None:
        raise NotFound
    same = MailStops(uow).digest(contact.details.mail or "") == letter.mail_digest
    blank = MailingText(subject="", body="")
    text = (mailing.text or blank).filled(await known_of(uow, letter))
    reach = await read_reach(uow, contact.details)
    return MailingLetter(
        standing=mailing.status is MailingStatus.SENT and mailing.text is not None and same,
        company=letter.company,
        subject=text.subject,
        body=text.body,
        author=AccountId(mailing.author),
        mail=contact.details.mail,
        stop_url=uow.links.url(OF_MAILINGS, STOP_PAGE, uai=mailing.uai, row_id=letter.id),
        stopped=reach.stopped,
        returned=reach.returned,
        contact_version=contact.version,
    )
