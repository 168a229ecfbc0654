"""Commands of ruptures (ruptures): a placement ended early, interrupted, never begun, and each taken back."""

from datetime import date, datetime
from types import MappingProxyType
from uuid import UUID

from contracts.identifiers import DepartmentRef, PeriodId, PlacementId, PupilYearId
from contracts.internships.periods import PlacementConfirmedV1, WithdrawalReason
from contracts.internships.placements import (
    EndReason,
    PlacementEndUndoneV1,
    PlacementInterruptedV1,
    PlacementNotStartedV1,
)
from contracts.publication import FactFamily
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import local_date
from services.internships.coverage.commands import publish_changes
from services.internships.participations.model import PupilExempted, PupilSituation
from services.internships.participations.store import Participations
from services.internships.placements.commands.publish_lost_place import publish_lost_place
from services.internships.placements.commands.refuse_overlap import refuse_overlap
from services.internships.publications.store import Publications
from services.internships.pupils.model import PupilLeft
from services.internships.pupils.store.pupils import Pupils
from services.internships.seats.commands import plan_tally
from services.internships.stays.model.placement import Placement, PlacementEnd
from services.internships.stays.model.states import PlacementAction, PlacementFollowed
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


_REFUSED = MappingProxyType(
    {
        PupilSituation.LEFT: PupilLeft,
        PupilSituation.EXEMPTED: PupilExempted,
        PupilSituation.PROPOSED: PlacementFollowed,
        PupilSituation.COVERED: PlacementFollowed,
    }
)


async def undo_placement_end(
    uow: UnitOfWork, *, placement_id: UUID, version: int, now: datetime
) -> None:
    """Take a rupture or a no-show back (annulation): the place stands as before.

    Raises NotFound, StaleVersion, PlacementMoveRefused, PlacementFollowed, PupilErased,
    PupilNotConcerned, PupilExempted, PupilLeft, StaysOverlap.
    """
    placements = Placements(uow)
    # The pupil first, as whoever proposes a place does: the two wait for each other.
    await Pupils(uow).get_for_update(await placements.pupil_of(placement_id))
    placement = await placements.get_for_update(placement_id, version)
    followed, today = await placements.is_followed(placement), local_date(now)
    reference = uow.new_id()
    placement.undo_end(reference=reference, followed=followed, today=today)
    await _refuse(uow, placement)
    await refuse_overlap(uow, placement=placement)
    await placements.save(placement)
    uow.publish(_undone(placement, now), version=placement.version, uai=placement.uai)
    families = await Publications(uow).told(placement.uai, today)
    if FactFamily.PLACEMENTS in families:
        uow.publish(_confirmed_again(placement, reference, now), version=1, uai=placement.uai)
    await plan_tally(uow, uai=placement.uai, now=now)
    await publish_changes(
        uow,
        uai=placement.uai,
        period_id=placement.period_id,
        pupil_year_id=placement.pupil_year_id,
        families=families,
        now=now,
    )


async def _refuse(uow: UnitOfWork, placement: Placement) -> None:
    stands = await Participations(uow).get(placement.period_id, placement.pupil_year_id)
    if stands.standing in _REFUSED:
        raise _REFUSED[stands.standing]


def _undone(placement: Placement, now: datetime) -> PlacementEndUndoneV1:
    return PlacementEndUndoneV1(
        placement_id=PlacementId(placement.id),
        site_key=placement.site_key,
        pupil_year_id=PupilYearId(placement.pupil_year_id),
        period_id=PeriodId(placement.period_id),
        occurred_on=local_date(now),
    )


def _confirmed_again(placement: Placement, reference: UUID, now: datetime) -> PlacementConfirmedV1:
    """The place the department was told lost is told as another one; its host is not new."""
    return PlacementConfirmedV1(
        reference=DepartmentRef(reference),
        period_id=PeriodId(placement.period_id),
        mef=placement.mef,
        origin=placement.origin,
        new_host=False,
        occurred_on=local_date(now),
    )
