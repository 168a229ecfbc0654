"""A bureau corrects a contact."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.domain.contact import Contact, ContactDetails
from services.partnerships.storage.contact_checks import ContactChecks
from services.partnerships.storage.contacts import Contacts
from services.partnerships.storage.host_pages import HostPages
from services.partnerships.use_cases.ask_contact_check import ask_contact_check
from services.partnerships.use_cases.cancel_contact_check import cancel_contact_check
from services.partnerships.use_cases.close_host_page import close_host_page
from services.partnerships.use_cases.follow_contact import follow_contact
from services.partnerships.use_cases.give_host_page import give_host_page
from services.partnerships.use_cases.refuse_objected import refuse_objected


async def correct_contact(
    uow: UnitOfWork,
    *,
    contact_id: UUID,
    version: int,
    details: ContactDetails,
    by_contact: bool = False,
    now: datetime,
) -> None:
    """Correct a contact. Links sent to an address that was wrong end; the right one gets others.

    `by_contact`: whoever holds the link to the page of the company keeps it. Raises NotFound, StaleVersion,
    PersonObjected, NothingLeftToKnowThemBy.
    """
    contacts = Contacts(uow)
    contact = await contacts.get_for_update(contact_id)
    contact.expect(version)
    corrected = replace(contact, details=details, version=version + 1)
    await refuse_objected(uow, details=details, before=contact.details)
    await contacts.save(corrected)
    await follow_contact(uow, before=contact.details, corrected=corrected)
    if details.gets_mail:
        await contacts.choose(await contacts.lycee_of(contact_id), corrected)
    if details.mail != contact.details.mail:
        await _move_link(uow, corrected, now)
        if not by_contact:
            await _move_page(uow, corrected, now)


async def _move_link(uow: UnitOfWork, contact: Contact, now: datetime) -> None:
    if not any(one.is_pending(now) for one in await ContactChecks(uow).of_contact(contact.id)):
        return
    if contact.details.mail:
        await ask_contact_check(uow, contact_id=contact.id, now=now)
    else:
        await cancel_contact_check(uow, contact_id=contact.id, now=now)


async def _move_page(uow: UnitOfWork, contact: Contact, now: datetime) -> None:
    if not await HostPages(uow).open_of([contact.id], now=now):
        return
    if contact.details.mail:
        await give_host_page(uow, contact_id=contact.id, by_mail=True, now=now)
    else:
        await close_host_page(uow, contact_id=contact.id, now=now)
