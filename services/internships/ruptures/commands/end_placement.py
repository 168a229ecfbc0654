"""A place ended early, or never began, and those who knew of it are told."""

from datetime import date, datetime
from types import MappingProxyType

from contracts.identifiers import PeriodId, PlacementId, PupilYearId
from contracts.internships.periods import WithdrawalReason
from contracts.internships.placements import (
    EndReason,
    PlacementInterruptedV1,
    PlacementNotStartedV1,
)
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.placements.commands.publish_lost_place import publish_lost_place
from services.internships.stays.model.placement import Placement, PlacementEnd
from services.internships.stays.model.states import PlacementAction
from services.internships.stays.store.placements import Placements
from services.internships.visits.commands import follow_stay

_TOLD = MappingProxyType(
    {
        PlacementAction.INTERRUPT: PlacementInterruptedV1,
        PlacementAction.NOTE_NO_SHOW: PlacementNotStartedV1,
    }
)
_LOST = MappingProxyType(
    {
        EndReason.COMPANY: WithdrawalReason.HOST,
        EndReason.SCHOOL: WithdrawalReason.LYCEE,
        EndReason.PUPIL: WithdrawalReason.PUPIL,
        EndReason.OTHER: WithdrawalReason.OTHER,
    }
)
"""The department counts places: one that ended early is lost, as one that was withdrawn."""


async def end_placement(
    uow: UnitOfWork,
    *,
    placement: Placement,
    action: PlacementAction,
    on: date,
    reason: EndReason,
    now: datetime,
) -> None:
    """End a locked placement by a rupture or a no-show; the caller tells the coverage afterwards.

    Raises PlacementMoveRefused, EndInTheFuture, EndOnTheLastDay.
    """
    reference = placement.end(action, PlacementEnd(on, reason, now, uow.actor_id))
    await Placements(uow).save(placement)
    await follow_stay(uow, placement=placement, now=now)
    told = _TOLD[action](
        placement_id=PlacementId(placement.id),
        site_key=placement.site_key,
        pupil_year_id=PupilYearId(placement.pupil_year_id),
        period_id=PeriodId(placement.period_id),
        reason=reason,
        occurred_on=on,
    )
    uow.publish(told, version=placement.version, uai=placement.uai)
    await publish_lost_place(
        uow, placement=placement, reference=reference, reason=_LOST[reason], now=now
    )
