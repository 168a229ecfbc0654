"""A bureau notes who to talk to."""

from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.store import Acquaintances
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
