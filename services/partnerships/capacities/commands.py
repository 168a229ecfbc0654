"""Places offered (capacités d’accueil): declared, withdrawn, counted as taken, published at night."""

from datetime import date, datetime
from uuid import UUID

from contracts.identifiers import IsoWeek, Mef, SiteKey, Uai
from contracts.partnerships.capacities import HostingCapacityDeclaredV1, HostingCapacityWithdrawnV1
from contracts.publication import FactFamily
from services.chassis.unit_of_work.nightly_jobs import next_night
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.store import Acquaintances
from services.partnerships.base.calendar import local_date
from services.partnerships.capacities.model import Capacity, month_of
from services.partnerships.capacities.store import Capacities
from services.partnerships.closures.model import SiteClosed
from services.partnerships.closures.store import Closures
from services.partnerships.companies.model.company import SiteUnknown
from services.partnerships.companies.store.companies import Companies
from services.partnerships.publications.store import Publications


async def count_taken(
    uow: UnitOfWork,
    *,
    uai: Uai,
    tally_id: UUID,
    site_key: SiteKey,
    week: IsoWeek,
    seats: int,
    version: int,
) -> None:
    """Keep the count, whatever order counts come in. Raises SiteUnknown."""
    found = await Companies(uow).site_by_key(site_key)
    if found is None:
        raise SiteUnknown
    _, site_id = found
    await Capacities(uow).note_taken(
        uai, tally_id=tally_id, site_id=site_id, monday=week.monday, seats=seats, version=version
    )


JOB = "tell_capacities"
"""The name under which tables of installations hold it: it is not renamed with the code."""


async def plan_telling_capacities(uow: UnitOfWork, *, uai: Uai, now: datetime) -> None:
    """Have what is offered now told the next night, with all the rest of the day."""
    due_at = next_night(now)
    await uow.schedule(JOB, key=due_at.date().isoformat(), due_at=due_at, uai=uai)


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


async def publish_capacities(uow: UnitOfWork, *, uai: Uai, now: datetime) -> None:
    """Publish the offers that were not told (places déclarées); none while the family is closed."""
    today = local_date(now)
    if not await Publications(uow).tells(uai, FactFamily.COMPANIES, today):
        return
    for one in await Capacities(uow).tell(uai):
        uow.publish(HostingCapacityDeclaredV1(**one.facts(today)), uai=uai)


async def withdraw_capacity(
    uow: UnitOfWork, *, company_id: UUID, capacity_id: UUID, now: datetime
) -> Capacity:
    """Remove an offer (places retirées) and return it; the department hears so if it knew of it.

    Raises NotFound.
    """
    taken, told = await Capacities(uow).take(company_id, capacity_id)
    if told:
        over = HostingCapacityWithdrawnV1(**taken.facts(local_date(now)))
        uow.publish(over, version=2, uai=taken.uai)
    return taken
