"""Who knows a company: a lycée follows it, hosts there, and is published as knowing it."""

from datetime import date, datetime
from uuid import UUID

from contracts.identifiers import CompanyId, PublicText, SiteKey, Uai
from contracts.partnerships.companies import CompanyOnboardedV1, OnboardingReason
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.store import Acquaintances, Lycees
from services.partnerships.base.calendar import local_date
from services.partnerships.companies.model.company import SiteUnknown
from services.partnerships.companies.store.companies import Companies
from services.partnerships.publications.commands import plan_statement
from services.partnerships.publications.store import Publications


async def copy_lycee(
    uow: UnitOfWork, *, uai: Uai, name: PublicText, version: int, now: datetime
) -> None:
    """Keep a lycée's name; an older one never overwrites a newer one. Its totals are told from now on."""
    await Lycees(uow).keep(uai, name, version)
    await plan_statement(uow, uai=uai, now=now)


async def follow_company(uow: UnitOfWork, *, company_id: UUID, uai: Uai | None = None) -> None:
    """Add a company to the lycée's list; saying it again is harmless. Raises NotFound."""
    company = await Companies(uow).get(company_id)
    known = {(company.id, company.sites[0].id)}
    await Acquaintances(uow).add_all(uow.writing_for(uai), known)


async def publish_onboarding(
    uow: UnitOfWork, *, uai: Uai, company_id: UUID, reason: OnboardingReason, on: date
) -> None:
    """Tell that a company is newly known to a lycée (entreprise nouvelle), once for ever.

    Not while the head keeps new companies in the lycée, nor what it was met by: an exchange, a place.
    """
    acquaintances = Acquaintances(uow)
    if not await acquaintances.onboard(uai, company_id, reason, on):
        return
    families = CompanyOnboardedV1.families(reason)
    if not await Publications(uow).tells_all(uai, families, local_date(uow.now)):
        return
    await acquaintances.note_told(uai, company_id)
    uow.publish(
        CompanyOnboardedV1(company_id=CompanyId(company_id), reason=reason, occurred_on=on),
        uai=uai,
    )
    await plan_statement(uow, uai=uai, now=uow.now)


async def record_hosting(uow: UnitOfWork, *, uai: Uai, site_key: SiteKey, on: date) -> None:
    """Note since when a site hosts; the first hosting makes its company known to the lycée.

    Raises SiteUnknown.
    """
    found = await Companies(uow).site_by_key(site_key)
    if found is None:
        raise SiteUnknown
    company_id, site_id = found
    await Acquaintances(uow).host(uai, company_id, site_id, on)
    await publish_onboarding(
        uow, uai=uai, company_id=company_id, reason=OnboardingReason.HOSTING, on=on
    )
