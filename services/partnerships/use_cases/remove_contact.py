"""A bureau forgets a contact, who left or who asked for it."""

from datetime import datetime
from uuid import UUID

from services.chassis.work import UnitOfWork
from services.partnerships.domain.contact_check import Revocation
from services.partnerships.storage.contact_checks import ContactChecks
from services.partnerships.storage.contacts import Contacts


async def remove_contact(uow: UnitOfWork, *, contact_id: UUID, now: datetime) -> None:
    """Erase a contact altogether; a link it was sent opens nothing any more. Raises NotFound."""
    contacts, checks = Contacts(uow), ContactChecks(uow)
    contact = await contacts.get_for_update(contact_id)
    for one in await checks.of_contact(contact.id):
        if one.is_pending(now):
            await checks.revoke(one.id, Revocation.CONTACT_GONE, now=now)
    await checks.forget_contact(contact.id)
    await contacts.remove(contact.id)
