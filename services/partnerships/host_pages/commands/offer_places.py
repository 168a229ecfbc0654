"""A company says on its page which places it offers."""

from datetime import date, datetime
from uuid import UUID

from contracts.identifiers import Mef
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.capacities.commands import declare_capacity
from services.partnerships.capacities.model import month_of
from services.partnerships.capacities.store import Capacities
from services.partnerships.host_pages.commands.note_doing import note_doing
from services.partnerships.host_pages.model import OWN_OFFERS_MAX, Doing, Places, TooManyOffers
from services.partnerships.host_pages.store import HostPages


async def offer_places(
    uow: UnitOfWork,
    *,
    page_id: UUID,
    mef: Mef | None,
    months: tuple[date, date],
    seats: int,
    now: datetime,
) -> UUID:
    """Note places declared by the company (places déclarées par l’entreprise); the offer's id.

    Raises NotFound, HostPageOver, TooManyOffers, TooMuchDone, SiteClosed, MonthsReversed,
    MonthsTooFar.
    """
    page = await HostPages(uow).get(page_id, lock=True)
    page.expect_open(now)
    month = month_of(local_date(now))
    standing = await Capacities(uow).count_own(page.uai, page.site_id, from_month=month)
    if standing >= OWN_OFFERS_MAX:
        raise TooManyOffers
    offered = await declare_capacity(
        uow,
        company_id=page.company_id,
        site_id=page.site_id,
        mef=mef,
        months=months,
        seats=seats,
        uai=page.uai,
        by_company=True,
        now=now,
    )
    places = Places(seats, month_of(months[0]), month_of(months[1]), mef)
    await note_doing(uow, page=page, what=Doing.PLACES_OFFERED, about=offered, places=places)
    return offered
