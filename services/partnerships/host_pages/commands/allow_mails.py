"""A contact wants mails again."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.contacts.store.contacts import Contacts
from services.partnerships.host_pages.commands.note_doing import note_doing
from services.partnerships.host_pages.model import Doing, MailUnknown
from services.partnerships.host_pages.store import HostPages
from services.partnerships.mail_stops.store import MailStops


async def allow_mails(uow: UnitOfWork, *, page_id: UUID, now: datetime) -> None:
    """Have lycées write again to the address the link was given for.

    Raises NotFound, HostPageOver, TooMuchDone, MailUnknown.
    """
    page = await HostPages(uow).get(page_id, lock=True)
    page.expect_open(now)
    contact, stops = await Contacts(uow).find(page.contact_id), MailStops(uow)
    mail = contact and contact.details.mail
    address = page.mail_digest
    if address is None or not mail or not page.is_for(stops.digest(mail)):
        raise MailUnknown
    if await stops.holds(address):
        await stops.allow(address)
        await note_doing(uow, page=page, what=Doing.MAILS_ALLOWED)
