"""The bureau is told where an aid is, and the total of the year is counted again tonight."""

from datetime import datetime

from contracts.identifiers import AidId, PeriodId, PupilYearId
from contracts.internships.mobility import MobilityAidMovedV1
from services.chassis.unit_of_work.nightly_jobs import next_night
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import local_date
from services.internships.mobility.model.mobility_aid import AidStep, MobilityAid

JOB = "total_mobility_aids"


async def publish_mobility_aid(
    uow: UnitOfWork, *, aid: MobilityAid, step: AidStep | None, version: int, now: datetime
) -> None:
    """Tell the step it has come to; None: it was never asked for."""
    told = MobilityAidMovedV1(
        aid_id=AidId(aid.id),
        pupil_year_id=PupilYearId(aid.pupil_year_id),
        period_id=PeriodId(aid.period_id),
        kind=aid.kind,
        state=step.state if step else None,
        occurred_on=step.on if step else local_date(now),
    )
    uow.publish(told, version=version, uai=aid.uai)
    due_at = next_night(now)
    await uow.schedule(JOB, key=due_at.date().isoformat(), due_at=due_at, uai=aid.uai)
