"""The link to the page of a company follows the address of its contact."""

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.contacts.model import Contact
from services.partnerships.contacts.store.corrections import CORRECTIONS
from services.partnerships.host_pages.commands.close_host_page import close_host_page
from services.partnerships.host_pages.commands.give_host_page import give_host_page
from services.partnerships.host_pages.store import HostPages


async def move_host_page(uow: UnitOfWork, *, contact: Contact, by_contact: bool) -> None:
    """Give another link at the right address; whoever holds the link and corrects itself keeps it."""
    if by_contact or not await HostPages(uow).open_of([contact.id], now=uow.now):
        return
    if contact.details.mail:
        await give_host_page(uow, contact_id=contact.id, by_mail=True, now=uow.now)
    else:
        await close_host_page(uow, contact_id=contact.id, now=uow.now)


CORRECTIONS.add(move=move_host_page)
