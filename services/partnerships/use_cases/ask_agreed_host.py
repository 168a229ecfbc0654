"""A host agreed to take a pupil: it is asked whether it can still be reached so."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import SiteKey
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.domain.company import SiteUnknown
from services.partnerships.domain.contact import written_to
from services.partnerships.domain.contact_check import is_due
from services.partnerships.storage.companies import Companies
from services.partnerships.storage.contact_checks import ContactChecks
from services.partnerships.storage.contacts import Contacts
from services.partnerships.use_cases.ask_contact_check import ask_contact_check


async def ask_agreed_host(
    uow: UnitOfWork, *, site_key: SiteKey, placement_id: UUID, now: datetime
) -> UUID | None:
    """Ask the contact this lycée writes to at the site, unless it was asked enough this year.

    None when nobody was asked. Raises SiteUnknown.
    """
    found = await Companies(uow).site_by_key(site_key)
    if found is None:
        raise SiteUnknown
    company_id, site_id = found
    contacts = Contacts(uow)
    contact = written_to(one for one in await contacts.of(company_id) if one.site_id == site_id)
    if contact is None:
        return None
    # Two places agreed at the same time must see one another's question.
    await contacts.get_for_update(contact.id)
    if not is_due(await ContactChecks(uow).of_contact(contact.id), now):
        return None
    return await ask_contact_check(uow, contact_id=contact.id, placement_id=placement_id, now=now)
