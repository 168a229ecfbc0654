"""A company takes one of its own offers off, from its page."""

from datetime import datetime
from uuid import UUID

from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.capacities.commands import withdraw_capacity
from services.partnerships.capacities.model import Capacity
from services.partnerships.host_pages.model import HostPage, PlacesGone


async def withdraw_own_places(
    uow: UnitOfWork, *, page: HostPage, capacity_id: UUID, now: datetime
) -> Capacity:
    """Withdraw an offer of the site the page is for, and return what it was.

    Raises PlacesGone: it is no more, or another site's.
    """
    try:
        taken = await withdraw_capacity(
            uow, company_id=page.company_id, capacity_id=capacity_id, now=now
        )
    except NotFound:
        raise PlacesGone from None
    if taken.site_id != page.site_id:
        raise PlacesGone
    return taken
