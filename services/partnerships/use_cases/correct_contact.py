"""A bureau corrects a contact."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.chassis.work import UnitOfWork
from services.partnerships.domain.contact import Contact, ContactDetails
from services.partnerships.storage.contact_checks import ContactChecks
from services.partnerships.storage.contacts import Contacts
from services.partnerships.use_cases.ask_contact_check import ask_contact_check
from services.partnerships.use_cases.cancel_contact_check import cancel_contact_check


async def correct_contact(
    uow: UnitOfWork, *, contact_id: UUID, version: int, details: ContactDetails, now: datetime
) -> None:
    """Correct a contact. A link sent to an address that was wrong ends; the right one gets another.

    Raises NotFound, StaleVersion.
    """
    contacts = Contacts(uow)
    contact = await contacts.get_for_update(contact_id)
    contact.expect(version)
    corrected = replace(contact, details=details, version=version + 1)
    await contacts.save(corrected)
    if details.gets_mail:
        await contacts.choose(await contacts.lycee_of(contact_id), corrected)
    if details.mail != contact.details.mail:
        await _move_link(uow, corrected, now)


async def _move_link(uow: UnitOfWork, contact: Contact, now: datetime) -> None:
    if not any(one.is_pending(now) for one in await ContactChecks(uow).of_contact(contact.id)):
        return
    if contact.details.mail:
        await ask_contact_check(uow, contact_id=contact.id, now=now)
    else:
        await cancel_contact_check(uow, contact_id=contact.id, now=now)
