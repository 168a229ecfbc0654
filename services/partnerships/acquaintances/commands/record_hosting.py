"""A lycée's pupils are hosted at a site, as its nightly tally tells."""

from datetime import date

from contracts.identifiers import SiteKey, Uai
from contracts.partnerships.companies import OnboardingReason
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.commands.publish_onboarding import publish_onboarding
from services.partnerships.acquaintances.store import Acquaintances
from services.partnerships.companies.model.company import SiteUnknown
from services.partnerships.companies.store.companies import Companies


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
