"""Whether somebody can be written to, and the link by which they say that they want no mail."""

from dataclasses import dataclass

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.contacts.model import Contact, ContactDetails
from services.partnerships.mail_stops.model import CONTACT_PURPOSE, STOP_PAGE
from services.partnerships.mail_stops.store import MailStops
from services.partnerships.sharing.store import Objections


@dataclass(frozen=True)
class Reach:
    """Whether a contact wants no mail (`stopped`), and whether none would arrive (`returned`)."""

    stopped: bool = False
    returned: bool = False


async def read_reach(uow: UnitOfWork, details: ContactDetails | None) -> Reach:
    """How a contact is reached by mail; who objected wants none."""
    if details is None or details.mail is None:
        return Reach()
    objection = await Objections(uow).of(details)
    standing = await MailStops(uow).standing([details.mail])
    return Reach(
        stopped=objection is not None or details.mail in standing.stopped,
        returned=standing.is_lost(details.mail),
    )


def stop_url(uow: UnitOfWork, contact: Contact) -> str:
    """Where a contact stops the mails of all lycées at its address."""
    return uow.links.url(CONTACT_PURPOSE, STOP_PAGE, uai=uow.writing_for(), row_id=contact.id)
