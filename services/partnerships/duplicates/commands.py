"""A company registered unless it is there already; pairs told apart, or proposed again."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import Uai
from contracts.partnerships.companies import CompanyRegisteredV1
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.store import Acquaintances
from services.partnerships.base.calendar import local_date
from services.partnerships.companies.model.company import (
    Company,
    CompanyAlreadyKnown,
    CompanyDetails,
    CompanyLooksAlike,
    SiteDetails,
)
from services.partnerships.companies.store.companies import Companies
from services.partnerships.duplicates.store.resembling_companies import find_alike, find_resembling
from services.partnerships.duplicates.store.told_apart import DistinctCompanies


async def look_for_likes(
    uow: UnitOfWork, *, details: CompanyDetails, main: SiteDetails, distinct: bool
) -> None:
    """See that nobody overlooks the cards it looks like, unless they say it is another company.

    One that is known under the same name or number is left to `register_company`. Raises
    CompanyLooksAlike.
    """
    alike = [] if distinct else await find_alike(uow, details=details, main=main)
    if alike and not await find_resembling(uow, details=details, main=main):
        raise CompanyLooksAlike(known=alike)


async def propose_again(uow: UnitOfWork, *, one: UUID, other: UUID) -> None:
    """Have the pair among likely duplicates again (paire remise à vérifier)."""
    await DistinctCompanies(uow).take_back(one, other)


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


async def tell_apart(
    uow: UnitOfWork, *, one: UUID, other: UUID, uai: Uai | None = None, now: datetime
) -> None:
    """Have the pair proposed to nobody any more (ce sont deux entreprises); kept.

    Raises NotFound, LyceeNotChosen.
    """
    lycee = uow.writing_for(uai)
    if len(await Companies(uow).with_ids({one, other})) != 2:
        raise NotFound
    await DistinctCompanies(uow).say(lycee, one, other, local_date(now))
