"""A company says on its page that it offers places no more."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.host_pages.commands.note_doing import note_doing
from services.partnerships.host_pages.commands.withdraw_own_places import withdraw_own_places
from services.partnerships.host_pages.model import Doing, Places
from services.partnerships.host_pages.store import HostPages


async def take_places_back(
    uow: UnitOfWork, *, page_id: UUID, capacity_id: UUID, now: datetime
) -> None:
    """Remove an offer of the site (places retirées par l’entreprise).

    Raises NotFound, PlacesGone, HostPageOver, TooMuchDone.
    """
    page = await HostPages(uow).get(page_id, lock=True)
    page.expect_open(now)
    taken = await withdraw_own_places(uow, page=page, capacity_id=capacity_id, now=now)
    await note_doing(uow, page=page, what=Doing.PLACES_WITHDRAWN, places=Places.of(taken))
