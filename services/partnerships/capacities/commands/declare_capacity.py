"""A bureau notes the places a site offers."""

from datetime import date, datetime
from uuid import UUID

from contracts.identifiers import Mef, Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.store import Acquaintances
from services.partnerships.capacities.commands.plan_telling_capacities import (
    plan_telling_capacities,
)
from services.partnerships.capacities.model import Capacity, month_of
from services.partnerships.capacities.store import Capacities
from services.partnerships.closures.model import SiteClosed
from services.partnerships.closures.store import Closures
from services.partnerships.companies.store.companies import Companies


async def declare_capacity(
    uow: UnitOfWork,
    *,
    company_id: UUID,
    site_id: UUID | None,
    mef: Mef | None,
    months: tuple[date, date],
    seats: int,
    uai: Uai | None = None,
    by_company: bool = False,
    now: datetime,
) -> UUID:
    """Note places (places d'accueil), at the main site by default, and return the offer's id.

    Raises NotFound, SiteClosed, MonthsReversed, MonthsTooFar, LyceeNotChosen.
    """
    lycee = uow.writing_for(uai)
    company = await Companies(uow).get(company_id)
    site = company.site(site_id) if site_id else company.sites[0]
    if await Closures(uow).at([site.id]):
        raise SiteClosed
    offered = Capacity(
        id=uow.new_id(),
        uai=lycee,
        company_id=company.id,
        site_id=site.id,
        mef=mef,
        from_month=month_of(months[0]),
        to_month=month_of(months[1]),
        seats=seats,
        by_company=by_company,
    )
    offered.check()
    await Capacities(uow).add(offered)
    await plan_telling_capacities(uow, uai=lycee, now=now)
    await Acquaintances(uow).add_all(lycee, {(company.id, site.id)})
    return offered.id
