"""A company says on its page that what it offers has changed."""

from datetime import date, datetime
from uuid import UUID

from contracts.identifiers import Mef
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.capacities.commands import declare_capacity
from services.partnerships.host_pages.commands.note_doing import note_doing
from services.partnerships.host_pages.commands.withdraw_own_places import withdraw_own_places
from services.partnerships.host_pages.model import Doing, Places
from services.partnerships.host_pages.store import HostPages


async def change_places(
    uow: UnitOfWork,
    *,
    page_id: UUID,
    capacity_id: UUID,
    mef: Mef | None,
    months: tuple[date, date],
    seats: int,
    now: datetime,
) -> None:
    """Put another offer in the place of one; what it was before is told to the bureau.

    Raises NotFound, PlacesGone, HostPageOver, TooMuchDone, SiteClosed, MonthsReversed, MonthsTooFar.
    """
    page = await HostPages(uow).get(page_id, lock=True)
    page.expect_open(now)
    before = await withdraw_own_places(uow, page=page, capacity_id=capacity_id, now=now)
    changed = await declare_capacity(
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
    places = Places.of(before)
    await note_doing(uow, page=page, what=Doing.PLACES_CHANGED, about=changed, places=places)
