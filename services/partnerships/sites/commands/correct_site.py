"""A bureau corrects a company's site."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import Uai
from contracts.partnerships.companies import CompanyCorrectedV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.companies.model.company import SiteAlreadyKnown, SiteDetails
from services.partnerships.companies.store.companies import Companies


async def correct_site(
    uow: UnitOfWork,
    *,
    company_id: UUID,
    site_id: UUID,
    version: int,
    details: SiteDetails,
    uai: Uai | None = None,
    now: datetime,
) -> None:
    """Correct a site (établissement corrigé); `version` is the company's.

    Raises NotFound, StaleVersion, SiteAlreadyKnown, SiretOfAnotherCompany, LyceeNotChosen.
    """
    lycee = uow.writing_for(uai)
    companies = Companies(uow)
    await companies.lock_registration()
    company = await companies.get_for_update(company_id)
    known = company.site(site_id).details
    company.expect(version, vars(known))
    siret = details.siret
    if siret and siret != known.siret and await companies.resembling(keys=[siret]):
        raise SiteAlreadyKnown
    company.correct_site(site_id, details)
    await companies.save_all([company])
    facts = company.facts(local_date(now))
    uow.publish(CompanyCorrectedV1(**facts), version=company.version, uai=lycee)
