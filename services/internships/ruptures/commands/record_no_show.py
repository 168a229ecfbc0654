"""A pupil never came to the host."""

from datetime import date, datetime
from uuid import UUID

from contracts.internships.placements import EndReason
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.ruptures.commands.end_on_a_day import end_on_a_day
from services.internships.stays.model.states import PlacementAction


async def record_no_show(
    uow: UnitOfWork,
    *,
    placement_id: UUID,
    version: int,
    on: date,
    reason: EndReason,
    now: datetime,
) -> None:
    """Record that a pupil never came (jamais commencé), and the day somebody knew it.

    The pupil needs a place again. Raises NotFound, StaleVersion, PupilErased, PlacementMoveRefused,
    EndInTheFuture.
    """
    await end_on_a_day(
        uow,
        placement_id=placement_id,
        version=version,
        action=PlacementAction.NOTE_NO_SHOW,
        on=on,
        reason=reason,
        now=now,
    )
