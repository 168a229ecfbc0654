"""A bureau corrects a company's card."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import Uai
from contracts.partnerships.companies import CompanyCorrectedV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.companies.model.company import CompanyAlreadyKnown, CompanyDetails
from services.partnerships.companies.store.companies import Companies


async def correct_company(
    uow: UnitOfWork,
    *,
    company_id: UUID,
    version: int,
    details: CompanyDetails,
    uai: Uai | None = None,
    now: datetime,
) -> None:
    """Correct a card (fiche corrigée).

    Raises NotFound, StaleVersion, CompanyAlreadyKnown (another one has that SIREN),
    SiretOfAnotherCompany, LyceeNotChosen.
    """
    lycee = uow.writing_for(uai)
    companies = Companies(uow)
    await companies.lock_registration()
    company = await companies.get_for_update(company_id)
    company.expect(version, vars(company.details))
    siren = details.siren
    if siren and siren != company.details.siren and await companies.resembling(sirens=[siren]):
        raise CompanyAlreadyKnown("Une autre entreprise du registre a déjà ce SIREN.")
    company.correct(details)
    await companies.save_all([company])
    facts = company.facts(local_date(now))
    uow.publish(CompanyCorrectedV1(**facts), version=company.version, uai=lycee)
