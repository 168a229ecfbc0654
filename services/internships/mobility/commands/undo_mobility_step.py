"""The last step of an aid was a mistake."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.mobility.commands.publish_mobility_aid import publish_mobility_aid
from services.internships.mobility.model.mobility_aid import MobilityAid
from services.internships.mobility.store import MobilityAids


async def undo_mobility_step(
    uow: UnitOfWork, *, aid_id: UUID, version: int, now: datetime
) -> MobilityAid:
    """Take it back, the aid with it when it was only asked for; returns the aid as it was.

    Raises NotFound, StaleVersion.
    """
    aids = MobilityAids(uow)
    aid = await aids.get(aid_id, version=version)
    back_at = await aids.step_back(aid)
    await publish_mobility_aid(uow, aid=aid, step=back_at, version=version + 1, now=now)
    return aid
