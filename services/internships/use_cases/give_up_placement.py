"""A placement is taken back, and those who knew of it are told."""

from datetime import datetime

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
from services.internships.use_cases.plan_tally import plan_tally


async def give_up_placement(
    uow: UnitOfWork, *, placement: Placement, reason: WithdrawalReason, now: datetime
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
