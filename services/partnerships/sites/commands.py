"""Commands of a site: added, corrected whole or field by field."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from contracts.identifiers import Uai
from contracts.partnerships.companies import CompanyCorrectedV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.store import Acquaintances
from services.partnerships.base.calendar import local_date
from services.partnerships.companies.commands import correct_company
from services.partnerships.companies.model.company import Company, SiteAlreadyKnown, SiteDetails
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


async def correct_fields(
    uow: UnitOfWork,
    *,
    company: Company,
    site_id: UUID | None,
    values: Mapping[str, Any],
    version: int,
    uai: Uai | None = None,
    now: datetime,
) -> None:
    """Correct the card of a company (fiche corrigée), or of a site of it, as by hand.

    Raises NotFound, StaleVersion, CompanyAlreadyKnown, LyceeNotChosen.
    """
    if site_id is None:
        details = replace(company.details, **values)
        await correct_company(
            uow, company_id=company.id, version=version, details=details, uai=uai, now=now
        )
        return
    await correct_site(
        uow,
        company_id=company.id,
        site_id=site_id,
        version=version,
        details=replace(company.site(site_id).details, **values),
        uai=uai,
        now=now,
    )
