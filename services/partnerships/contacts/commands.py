"""Commands of a contact: added, corrected, forgotten."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.store import Acquaintances
from services.partnerships.base.person_traces import PERSON_TRACES
from services.partnerships.companies.store.companies import Companies
from services.partnerships.contacts.model import Contact, ContactDetails
from services.partnerships.contacts.store.contacts import Contacts
from services.partnerships.contacts.store.corrections import CORRECTIONS


async def add_contact(
    uow: UnitOfWork,
    *,
    company_id: UUID,
    site_id: UUID,
    details: ContactDetails,
    uai: Uai | None = None,
) -> UUID:
    """Add a contact at a site and return its id. Nothing is told to anybody.

    Raises NotFound, PersonObjected.
    """
    lycee = uow.writing_for(uai)
    company = await Companies(uow).get(company_id)
    site = company.site(site_id)
    await CORRECTIONS.refuse(uow, details=details)
    contact = Contact(uow.new_id(), company.id, site.id, details)
    await Contacts(uow).add_all(lycee, [contact])
    if details.gets_mail:
        await Contacts(uow).choose(lycee, contact)
    await Acquaintances(uow).add_all(lycee, {(company.id, site.id)})
    return contact.id


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


async def forget_contact(uow: UnitOfWork, *, contact_id: UUID, now: datetime) -> None:
    """Have every feature forget the contact, then remove it. Raises NotFound."""
    contact = await Contacts(uow).get_for_update(contact_id)
    await PERSON_TRACES.forget_contact(uow, contact_id=contact.id, named=contact.named, now=now)
    await Contacts(uow).remove(contact.id)
