"""Everything of a sole trader goes, from the tables of all lycées."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from services.chassis.privacy.erasure import reach
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.store import Acquaintances, Lycees
from services.partnerships.base.mentions import Named
from services.partnerships.base.person_traces import PERSON_TRACES, ErasedTrader
from services.partnerships.companies.model.company import Company
from services.partnerships.companies.store.companies import Companies
from services.partnerships.companies.store.former_cards import cards_behind
from services.partnerships.contacts.commands import forget_contact
from services.partnerships.contacts.model import Contact
from services.partnerships.contacts.store.contacts import Contacts
from services.partnerships.erasure.store.notes import Notes


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
    trader = ErasedTrader(
        company_id=company_id,
        former_ids=await cards_behind(uow, company_id),
        site_ids=[site.id for site in company.sites],
        named=somebody,
    )
    await PERSON_TRACES.forget_trader(uow, trader=trader)
    await companies.save_all([company])
    return company, contacts
