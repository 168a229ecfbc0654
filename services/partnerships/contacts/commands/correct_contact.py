"""A bureau corrects a contact."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.contacts.model import ContactDetails
from services.partnerships.contacts.store.contacts import Contacts
from services.partnerships.contacts.store.corrections import CORRECTIONS


async def correct_contact(
    uow: UnitOfWork,
    *,
    contact_id: UUID,
    version: int,
    details: ContactDetails,
    by_contact: bool = False,
    now: datetime,  # noqa: ARG001  every use case is given it
) -> None:
    """Correct a contact. Links sent to an address that was wrong end; the right one gets others.

    `by_contact`: whoever holds the link to the page of the company keeps it. Raises NotFound, StaleVersion,
    PersonObjected, NothingLeftToKnowThemBy.
    """
    contacts = Contacts(uow)
    contact = await contacts.get_for_update(contact_id)
    contact.expect(version)
    corrected = replace(contact, details=details, version=version + 1)
    await CORRECTIONS.refuse(uow, details=details, before=contact.details)
    await contacts.save(corrected)
    await CORRECTIONS.follow(uow, before=contact.details, corrected=corrected)
    if details.gets_mail:
        await contacts.choose(await contacts.lycee_of(contact_id), corrected)
    if details.mail != contact.details.mail:
        await CORRECTIONS.move_links(uow, contact=corrected, by_contact=by_contact)
