"""A host takes back that the pupil came."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.follow_ups.store import Arrivals, FollowUps
from services.internships.pupils.store.pupils import Pupils


async def withdraw_arrival(
    uow: UnitOfWork,
    *,
    placement_id: UUID,
    now: datetime,  # noqa: ARG001  every command is told when
) -> None:
    """Forget that a pupil came (arrivée retirée). Raises NotFound, PupilErased."""
    stay = await FollowUps(uow).stay(placement_id)
    await Pupils(uow).get_for_update(stay.pupil_year_id)
    await Arrivals(uow).remove(placement_id)
