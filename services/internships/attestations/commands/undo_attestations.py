"""What was noted of attestations at once is taken back."""

from datetime import datetime
from uuid import UUID

from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.attestations.commands.publish_undone import publish_undone
from services.internships.attestations.store import Attestations
from services.internships.base.days import local_date


async def undo_attestations(uow: UnitOfWork, *, act_id: UUID, now: datetime) -> tuple[UUID, int]:
    """Take an act back (annulation): what was noted before holds; its period, and how many.

    Raises NotFound when nothing of it is left.
    """
    taken = await Attestations(uow).take_back(act_id)
    if not taken:
        raise NotFound
    for one in taken:
        publish_undone(uow, taken=one, on=local_date(now))
    return taken[0].stay.period_id, len(taken)
