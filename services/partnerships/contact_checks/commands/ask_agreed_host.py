"""A host agreed to take a pupil: it is asked whether it can still be reached so."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import SiteKey
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.companies.model.company import SiteUnknown
from services.partnerships.companies.store.companies import Companies
from services.partnerships.contact_checks.commands.ask_contact_check import ask_contact_check
from services.partnerships.contact_checks.model import is_due
from services.partnerships.contact_checks.store import ContactChecks
from services.partnerships.contacts.model import written_to
from services.partnerships.contacts.store.contacts import Contacts


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
