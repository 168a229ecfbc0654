"""The bureau's services learn that a host was asked, or was not after all."""

from datetime import datetime

from contracts.identifiers import ApproachId, PeriodId, PupilYearId
from contracts.internships.search import HostApproachedV1, HostApproachWithdrawnV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.approaches.commands.plan_refusal_tally import plan_refusal_tally
from services.internships.approaches.model.approach import Approach
from services.internships.base.days import local_date


async def publish_approach(uow: UnitOfWork, *, approach: Approach, now: datetime) -> None:
    """Tell that it was made, or that it was taken back; never what the host answered."""
    ids = {
        "approach_id": ApproachId(approach.id),
        "pupil_year_id": PupilYearId(approach.pupil_year_id),
        "period_id": PeriodId(approach.period_id),
    }
    told = (
        HostApproachWithdrawnV1(**ids, occurred_on=local_date(now))
        if approach.withdrawn_at
        else HostApproachedV1(**ids, site_key=approach.site_key, occurred_on=approach.approached_on)
    )
    uow.publish(told, version=approach.version, uai=approach.uai)
    if approach.answer.refused:
        await plan_refusal_tally(uow, uai=approach.uai, now=now)
