"""A bureau says on which days a pupil is really at a host."""

from datetime import date, datetime
from uuid import UUID

from contracts.identifiers import PeriodId, PlacementId, PupilYearId
from contracts.internships.placements import EndReason, PlacementRescheduledV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.agreements.commands import amend_agreements, publish_agreements
from services.internships.base.days import local_date
from services.internships.pupils.store.pupils import Pupils
from services.internships.seats.commands import plan_tally
from services.internships.stays.model.placement import OwnDatesOverlap, Placement
from services.internships.stays.store.placements import Placements
from services.internships.visits.commands import follow_stay


async def set_placement_dates(
    uow: UnitOfWork,
    *,
    placement_id: UUID,
    version: int,
    starts_on: date,
    ends_on: date,
    reason: EndReason | None,
    now: datetime,
) -> None:
    """Set the real days (dates réelles); the place goes on counting for its period.

    Raises NotFound, StaleVersion, PupilErased, PlacementMoveRefused, OwnDatesInvalid,
    OwnDatesWithoutReason, OwnDatesOverlap.
    """
    placements, today = Placements(uow), local_date(now)
    # The pupil first: two places of theirs are not moved onto the same days at once.
    await Pupils(uow).get_for_update(await placements.pupil_of(placement_id))
    placement = await placements.get_for_update(placement_id, version)
    placement.set_dates(starts_on, ends_on, reason, today=today)
    if meanwhile := await placements.stay_meanwhile(placement):
        raise OwnDatesOverlap(_overlap(*meanwhile), field="starts_on")
    await placements.save(placement)
    await follow_stay(uow, placement=placement, now=now)
    uow.publish(_set(placement, today), version=placement.version, uai=placement.uai)
    await plan_tally(uow, uai=placement.uai, now=now)
    amended = await amend_agreements(uow, placement_ids=[placement_id], now=now)
    await publish_agreements(uow, changed=amended, now=now)


def _overlap(first: date, last: date) -> str:
    return (
        f"L’élève est dans un autre lieu d’accueil du {first:%d/%m/%Y} au {last:%d/%m/%Y}\u202f: "
        "choisissez d’autres jours, ou corrigez d’abord ceux de cet autre lieu."
    )


def _set(placement: Placement, today: date) -> PlacementRescheduledV1:
    return PlacementRescheduledV1(
        placement_id=PlacementId(placement.id),
        pupil_year_id=PupilYearId(placement.pupil_year_id),
        period_id=PeriodId(placement.period_id),
        starts_on=placement.starts_on,
        ends_on=placement.ends_on,
        reason=placement.own_dates.reason if placement.own_dates else None,
        occurred_on=today,
    )
