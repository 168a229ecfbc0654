"""A bureau registers a company."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import Uai
from contracts.partnerships.companies import CompanyRegisteredV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.store import Acquaintances
from services.partnerships.base.calendar import local_date
from services.partnerships.companies.model.company import (
    Company,
    CompanyAlreadyKnown,
    CompanyDetails,
    SiteDetails,
)
from services.partnerships.companies.store.companies import Companies
from services.partnerships.duplicates.store.resembling_companies import find_resembling


async def register_company(
    uow: UnitOfWork,
    *,
    details: CompanyDetails,
    main: SiteDetails,
    distinct: bool = False,
    uai: Uai | None = None,
    now: datetime,
) -> UUID:
    """Register a company with its main site (entreprise enregistrée) and return its id.

    `distinct`: somebody looked at the namesakes and says it is another company. Raises
    CompanyAlreadyKnown, SiretOfAnotherCompany, LyceeNotChosen.
    """
    lycee = uow.writing_for(uai)
    companies = Companies(uow)
    company = Company.register(uow.new_id(), uow.new_id(), details, main)
    await companies.lock_registration()
    known = await find_resembling(uow, details=company.details, main=main)
    if same := [one for one in known if not distinct or _same_number(one, company)]:
        raise CompanyAlreadyKnown(known=same)
    await companies.add_all([company])
    await Acquaintances(uow).add_all(lycee, {(company.id, company.sites[0].id)})
    facts = company.facts(local_date(now))
    uow.publish(CompanyRegisteredV1(**facts), version=company.version, uai=lycee)
    return company.id


def _same_number(known: Company, company: Company) -> bool:
    return known.details.siren is not None and known.details.siren == company.details.siren
