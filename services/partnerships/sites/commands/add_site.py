"""A bureau adds a site to a company."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import Uai
from contracts.partnerships.companies import CompanyCorrectedV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.store import Acquaintances
from services.partnerships.base.calendar import local_date
from services.partnerships.companies.model.company import SiteAlreadyKnown, SiteDetails
from services.partnerships.companies.store.companies import Companies


async def add_site(
    uow: UnitOfWork,
    *,
    company_id: UUID,
    details: SiteDetails,
    uai: Uai | None = None,
    now: datetime,
) -> UUID:
    """Add a site (établissement) and return its id.

    Two bureaux may add one each without seeing the other's: no version is asked. Raises NotFound,
    SiteAlreadyKnown, SiretOfAnotherCompany, LyceeNotChosen.
    """
    lycee = uow.writing_for(uai)
    companies = Companies(uow)
    await companies.lock_registration()
    company = await companies.get_for_update(company_id)
    if details.siret and await companies.resembling(keys=[details.siret]):
        raise SiteAlreadyKnown
    site = company.add_site(uow.new_id(), details)
    await companies.save_all([company])
    await Acquaintances(uow).add_all(lycee, {(company.id, site.id)})
    facts = company.facts(local_date(now))
    uow.publish(CompanyCorrectedV1(**facts), version=company.version, uai=lycee)
    return site.id
