"""A bureau forgets a contact, who left or who asked for it."""

from uuid import UUID

from services.chassis.work import UnitOfWork
from services.partnerships.storage.contacts import Contacts


async def remove_contact(uow: UnitOfWork, *, contact_id: UUID) -> None:
    """Erase a contact altogether. Raises NotFound."""
    contacts = Contacts(uow)
    contact = await contacts.get_for_update(contact_id)
    await contacts.remove(contact.id)
