"""A bureau corrects a contact."""

from dataclasses import replace
from uuid import UUID

from services.chassis.work import UnitOfWork
from services.partnerships.domain.contact import ContactDetails
from services.partnerships.storage.contacts import Contacts


async def correct_contact(
    uow: UnitOfWork, *, contact_id: UUID, version: int, details: ContactDetails
) -> None:
    """Correct a contact. Raises NotFound, StaleVersion."""
    contacts = Contacts(uow)
    contact = await contacts.get_for_update(contact_id)
    contact.expect(version)
    await contacts.save(replace(contact, details=details, version=version + 1))
