"""Everything of a sole trader goes, from the tables of all lycées."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from services.chassis.privacy.erasure import reach
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.domain.company import Company
from services.partnerships.domain.contact import Contact
from services.partnerships.domain.mentions import Named
from services.partnerships.storage.acquaintances import Acquaintances, Lycees
from services.partnerships.storage.brought import BroughtThings
from services.partnerships.storage.companies import Companies
from services.partnerships.storage.contacts import Contacts
from services.partnerships.storage.departed import DepartedSites
from services.partnerships.storage.directory_entries import DirectoryEntries
from services.partnerships.storage.import_traces import ImportTraces
from services.partnerships.storage.merges import Merges
from services.partnerships.storage.notes import Notes
from services.partnerships.storage.partnerships import Partnerships
from services.partnerships.storage.ways import Ways
from services.partnerships.use_cases.forget_contact import forget_contact


async def forget_trader(
    uow: UnitOfWork, *, company_id: UUID, now: datetime
) -> tuple[Company, Sequence[Contact]]:
    """Empty its card; remove its contacts, the texts about it, who led to it and how it once was.

    Returns the card and whoever was a contact there. From here on the unit of work reaches every
    lycée. Raises NotFound, CompanyIsNoPerson.
    """
    known = (await Acquaintances(uow).of([company_id]))[company_id]
    await reach(uow, {*await Lycees(uow).all(), *(one.uai for one in known)})
    companies = Companies(uow)
    company = await companies.get_for_update(company_id)
    somebody = Named(company.details.name)
    company.erase()
    contacts = await Contacts(uow).of(company_id)
    for contact in contacts:
        await forget_contact(uow, contact_id=contact.id, now=now)
    await Notes(uow).erase_of(company_id)
    await Ways(uow).forget(company_id)
    await Partnerships(uow).forget_people_of(company_id)
    traces = ImportTraces(uow)
    await traces.forget(somebody)
    await traces.forget_name(somebody)
    await BroughtThings(uow).forget(somebody)
    behind = await Merges(uow).behind(company_id)
    await Merges(uow).forget(behind)
    await traces.forget_companies([company_id, *(one.absorbed_id for one in behind)])
    await DepartedSites(uow).forget_company(company_id)
    await DirectoryEntries(uow).forget([site.id for site in company.sites])
    await companies.save_all([company])
    return company, contacts
