"""A bureau closes the link it gave to the page of a company."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.contacts.store.contacts import Contacts
from services.partnerships.host_pages.model import HostPageNotOpen
from services.partnerships.host_pages.store import HostPages


async def close_host_page(uow: UnitOfWork, *, contact_id: UUID, now: datetime) -> None:
    """Have a contact's link open nothing any more. Raises NotFound, HostPageNotOpen."""
    contact = await Contacts(uow).get_for_update(contact_id)
    pages = HostPages(uow)
    if not await pages.open_of([contact.id], now=now):
        raise HostPageNotOpen
    await pages.revoke_of(contact.id, now=now)
