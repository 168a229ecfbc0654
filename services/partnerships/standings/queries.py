"""The standing of a company: of all its sites together."""

from uuid import UUID

from contracts.identifiers import CompanyId, Siret, SiteKey
from contracts.partnerships.network_standing import NetworkStanding, StandingPause
from contracts.partnerships.pressure import NetworkRule
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.companies.model.company import Company
from services.partnerships.companies.store.companies import Companies
from services.partnerships.companies.store.former_cards import absorbing
from services.partnerships.pauses.store import Pauses
from services.partnerships.pressure.store.rules import Rules
from services.partnerships.territories.store import Leads, Territories


async def read_network_standing(
    uow: UnitOfWork, *, company_id: UUID | None, siret: Siret | None
) -> NetworkStanding:
    """The standing of the company of a card, or else of the one with that number; nothing of an unknown one."""
    company = await _company(uow, company_id, siret)
    if company is None:
        return NetworkStanding()
    today = local_date(uow.now)
    lead = await Leads(uow).of(company.id)
    communes = {site.details.commune for site in company.sites if site.details.commune}
    claims = await Territories(uow).claims(communes) if communes else ()
    courtesy = await Rules(uow).value(NetworkRule.COURTESY_DAYS)
    pauses = await Pauses(uow).at([site.id for site in company.sites])
    return NetworkStanding(
        company_id=CompanyId(company.id),
        lead=lead.uai if lead else None,
        territory=tuple(sorted({one.uai for one in claims})),
        pauses=tuple(
            StandingPause(uai=one.uai, until_on=one.until_on)
            for several in pauses.values()
            for one in several
            if one.until_on >= today
        ),
        courtesy_days=courtesy,
    )


async def _company(uow: UnitOfWork, company_id: UUID | None, siret: Siret | None) -> Company | None:
    companies = Companies(uow)
    if company_id is not None:
        known = await companies.with_ids([await _became(uow, company_id)])
        if known:
            return known[0]
    if siret is None:
        return None
    if (site := await companies.site_by_key(SiteKey(siret))) is not None:
        return await companies.get(site[0])
    return next(iter(await companies.resembling(sirens=[siret.siren])), None)


async def _became(uow: UnitOfWork, company_id: UUID) -> UUID:
    """The card that stands for a card today, in as many merges as it took."""
    seen = {company_id}
    while (kept := await absorbing(uow, company_id)) is not None and kept not in seen:
        seen.add(kept)
        company_id = kept
    return company_id
