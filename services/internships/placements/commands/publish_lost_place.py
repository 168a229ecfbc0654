"""A confirmed place was lost: the department is told, and the seats are counted again."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import DepartmentRef, PeriodId
from contracts.internships.periods import PlacementWithdrawnV1, WithdrawalReason
from contracts.publication import FactFamily
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import local_date
from services.internships.publications.store import Publications
from services.internships.seats.commands import plan_tally
from services.internships.stays.model.placement import Placement


async def publish_lost_place(
    uow: UnitOfWork,
    *,
    placement: Placement,
    reference: UUID,
    reason: WithdrawalReason,
    now: datetime,
) -> None:
    """Tell the department, on the day it is recorded: when a pupil left a host is not for it."""
    today = local_date(now)
    if await Publications(uow).tells(placement.uai, FactFamily.PLACEMENTS, today):
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
