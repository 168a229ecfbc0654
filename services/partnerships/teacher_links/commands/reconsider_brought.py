"""A bureau looks anew at what it had left aside."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.teacher_links.model import AlreadySettled, Settled
from services.partnerships.teacher_links.store import BroughtThings


async def reconsider_brought(uow: UnitOfWork, *, brought_id: UUID, now: datetime) -> None:
    """Put it back on the list (apport à revoir). Raises NotFound, AlreadySettled."""
    things = BroughtThings(uow)
    one = await things.get_for_update(brought_id)
    if one.settled is not Settled.REFUSED:
        raise AlreadySettled
    await things.settle(one.id, None, now=now)
