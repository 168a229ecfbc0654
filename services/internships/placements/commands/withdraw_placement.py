"""A place is given up, before or after the host agreed."""

from datetime import datetime
from uuid import UUID

from contracts.internships.periods import WithdrawalReason
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import local_date
from services.internships.coverage.commands import publish_changes
from services.internships.placements.commands.give_up_placement import give_up_placement
from services.internships.stays.store.placements import Placements


async def withdraw_placement(
    uow: UnitOfWork, *, placement_id: UUID, version: int, reason: WithdrawalReason, now: datetime
) -> None:
    """Withdraw a placement (lieu d'accueil retiré).

    Raises NotFound, StaleVersion, PlacementMoveRefused.
    """
    placement = await Placements(uow).get_for_update(placement_id, version)
    await give_up_placement(uow, placement=placement, reason=reason, on=local_date(now), now=now)
    await publish_changes(
        uow,
        uai=placement.uai,
        period_id=placement.period_id,
        pupil_year_id=placement.pupil_year_id,
        now=now,
    )
