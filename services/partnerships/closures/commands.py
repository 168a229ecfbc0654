"""Commands of a site: closed, reopened."""

from datetime import date, datetime
from uuid import UUID

from contracts.identifiers import CompanyId, SiteId, Uai
from contracts.partnerships.closures import SiteClosedV1, SiteReopenedV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.store import Acquaintances
from services.partnerships.base.calendar import local_date
from services.partnerships.closures.model import AlreadyClosed, NotClosed, check_closed_on
from services.partnerships.closures.store import Closures
from services.partnerships.companies.store.companies import Companies


async def close_site(
    uow: UnitOfWork,
    *,
    company_id: UUID,
    site_id: UUID,
    closed_on: date,
    uai: Uai | None = None,
    now: datetime,
) -> None:
    """Say that a site is closed since a day (lieu fermé), for all bureaux.

    Raises NotFound, ClosingToCome, AlreadyClosed, LyceeNotChosen.
    """
    lycee, today = uow.writing_for(uai), local_date(now)
    check_closed_on(closed_on, today)
    site = (await Companies(uow).get_for_update(company_id)).site(site_id)
    closures = Closures(uow)
    if await closures.at([site_id]):
        raise AlreadyClosed
    version = await closures.say(site_id, closed_on)
    await Acquaintances(uow).add_all(lycee, {(company_id, site_id)})
    closed = SiteClosedV1(
        site_id=SiteId(site_id),
        site_key=site.key,
        company_id=CompanyId(company_id),
        closed_on=closed_on,
        occurred_on=today,
    )
    uow.publish(closed, version=version, uai=lycee)


async def reopen_site(
    uow: UnitOfWork,
    *,
    company_id: UUID,
    site_id: UUID,
    uai: Uai | None = None,
    now: datetime,
) -> None:
    """Say that a site is open (lieu rouvert), whoever said that it closed.

    Raises NotFound, NotClosed, LyceeNotChosen.
    """
    lycee = uow.writing_for(uai)
    site = (await Companies(uow).get_for_update(company_id)).site(site_id)
    closures = Closures(uow)
    if not await closures.at([site_id]):
        raise NotClosed
    version = await closures.say(site_id, None)
    reopened = SiteReopenedV1(
        site_id=SiteId(site_id),
        site_key=site.key,
        company_id=CompanyId(company_id),
        occurred_on=local_date(now),
    )
    uow.publish(reopened, version=version, uai=lycee)
