"""A bureau leaves what a teacher brought aside."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.teacher_links.model import Settled
from services.partnerships.teacher_links.store import BroughtThings


async def refuse_brought(uow: UnitOfWork, *, brought_id: UUID, now: datetime) -> None:
    """Take it off the list (apport écarté). Raises NotFound, AlreadySettled."""
    things = BroughtThings(uow)
    one = await things.get_for_update(brought_id)
    one.expect_waiting()
    await things.settle(one.id, Settled.REFUSED, now=now)
