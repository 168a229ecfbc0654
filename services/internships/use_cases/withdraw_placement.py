"""A place is given up, before or after the host agreed."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import DepartmentRef, PeriodId, PlacementId, PupilYearId
from contracts.internships import (
    HostAgreementWithdrawnV1,
    PlacementWithdrawnV1,
    WithdrawalReason,
)
from services.chassis.work import UnitOfWork
from services.internships.domain.placement import Placement
from services.internships.domain.tally import local_date
from services.internships.storage.placements import Placements
from services.internships.use_cases.tally_site_hosting import plan_tally
from services.internships.use_cases.tell_coverage import tell_coverage


async def withdraw_placement(
    uow: UnitOfWork, *, placement_id: UUID, version: int, reason: WithdrawalReason, now: datetime
) -> None:
    """Withdraw a placement (lieu d'accueil retiré).

    Raises NotFound, StaleVersion, PlacementAlreadyWithdrawn.
    """
    placement = await Placements(uow).get_for_update(placement_id, version)
    await give_up(uow, placement, reason, now=now)
    await tell_coverage(uow, uai=placement.uai, period_id=placement.period_id, now=now)


async def give_up(
    uow: UnitOfWork, placement: Placement, reason: WithdrawalReason, *, now: datetime
) -> None:
    """Withdraw a locked placement; the caller tells the coverage afterwards.

    A place the host never agreed to was told to nobody: its withdrawal is not either.
    """
    today = local_date(now)
    reference = placement.withdraw(reason, on=today)
    await Placements(uow).save(placement)
    if reference is None:
        return
    uow.publish(
        HostAgreementWithdrawnV1(
            placement_id=PlacementId(placement.id),
            site_key=placement.site_key,
            pupil_year_id=PupilYearId(placement.pupil_year_id),
            reason=reason,
            occurred_on=today,
        ),
        version=placement.version,
        uai=placement.uai,
    )
    uow.publish(
        PlacementWithdrawnV1(
            reference=DepartmentRef(reference),
            period_id=PeriodId(placement.period_id),
            mef=placement.mef,
            reason=reason,
            occurred_on=today,
        ),
        version=2,
        uai=placement.uai,
    )
    await plan_tally(uow, uai=placement.uai, now=now)
