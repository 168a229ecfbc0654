"""Something a company did by a link of its own is kept, and its bureau told of it."""

from typing import Any

from contracts.partnerships.host_pages import HostActedV1, HostDoingId
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.host_pages.model import Doing, HostPage, OwnSite
from services.partnerships.host_pages.store import HostDoings


async def note_doing(
    uow: UnitOfWork, *, page: HostPage | OwnSite, what: Doing, **told: Any
) -> None:
    """Note it (fait par l’entreprise); the bus learns its id. Raises TooMuchDone."""
    doing_id = await HostDoings(uow).note(page, what, **told)
    acted = HostActedV1(doing_id=HostDoingId(doing_id), occurred_on=local_date(uow.now))
    uow.publish(acted, uai=page.uai)
