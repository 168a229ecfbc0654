"""Somebody says how a place ended: the place, the seats and the figures follow."""

from datetime import date, datetime
from uuid import UUID

from contracts.internships.placements import EndReason
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.coverage.commands import publish_changes
from services.internships.pupils.store.pupils import Pupils
from services.internships.ruptures.commands.end_placement import end_placement
from services.internships.stays.model.states import PlacementAction
from services.internships.stays.store.placements import Placements


async def end_on_a_day(
    uow: UnitOfWork,
    *,
    placement_id: UUID,
    version: int,
    action: PlacementAction,
    on: date,
    reason: EndReason,
    now: datetime,
) -> None:
    """End a placement by a rupture or a no-show; the pupil needs a place again.

    Raises NotFound, StaleVersion, PupilErased, PlacementMoveRefused, EndInTheFuture,
    EndOnTheLastDay.
    """
    placements = Placements(uow)
    # The pupil first, as whoever proposes the next place does; one who was erased stays as they were.
    await Pupils(uow).get_for_update(await placements.pupil_of(placement_id))
    placement = await placements.get_for_update(placement_id, version)
    await end_placement(uow, placement=placement, action=action, on=on, reason=reason, now=now)
    await publish_changes(
        uow,
        uai=placement.uai,
        period_id=placement.period_id,
        pupil_year_id=placement.pupil_year_id,
        now=now,
    )
