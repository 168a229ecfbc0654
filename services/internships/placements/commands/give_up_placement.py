"""A placement is taken back, and those who knew of it are told."""

from datetime import date, datetime

from contracts.identifiers import PlacementId, PupilYearId
from contracts.internships.periods import HostAgreementWithdrawnV1, WithdrawalReason
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.agreements.commands import cancel_agreements
from services.internships.placements.commands.publish_lost_place import publish_lost_place
from services.internships.stays.model.placement import Placement
from services.internships.stays.store.placements import Placements
from services.internships.visits.commands import follow_stay


async def give_up_placement(
    uow: UnitOfWork, *, placement: Placement, reason: WithdrawalReason, on: date, now: datetime
) -> None:
    """Withdraw a locked placement on a day; the caller tells the coverage afterwards.

    A place the host never agreed to was told to nobody: its withdrawal is not either.
    """
    reference = placement.withdraw(reason, on=on)
    await Placements(uow).save(placement)
    if reference is None:
        return
    await follow_stay(uow, placement=placement, now=now)
    await cancel_agreements(uow, placement_id=placement.id, now=now)
    uow.publish(
        HostAgreementWithdrawnV1(
            placement_id=PlacementId(placement.id),
            site_key=placement.site_key,
            pupil_year_id=PupilYearId(placement.pupil_year_id),
            reason=reason,
            occurred_on=on,
        ),
        version=placement.version,
        uai=placement.uai,
    )
    await publish_lost_place(uow, placement=placement, reference=reference, reason=reason, now=now)
