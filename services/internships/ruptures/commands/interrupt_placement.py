"""A pupil leaves a host before the last day."""

from datetime import date, datetime
from uuid import UUID

from contracts.internships.placements import EndReason
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.ruptures.commands.end_on_a_day import end_on_a_day
from services.internships.stays.model.states import PlacementAction


async def interrupt_placement(
    uow: UnitOfWork,
    *,
    placement_id: UUID,
    version: int,
    on: date,
    reason: EndReason,
    now: datetime,
) -> None:
    """Record a rupture (arrêt anticipé), with the last day at the host.

    The pupil needs a place again. Raises NotFound, StaleVersion, PupilErased, PlacementMoveRefused,
    EndInTheFuture, EndOnTheLastDay.
    """
    await end_on_a_day(
        uow,
        placement_id=placement_id,
        version=version,
        action=PlacementAction.INTERRUPT,
        on=on,
        reason=reason,
        now=now,
    )
