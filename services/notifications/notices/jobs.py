"""The job of the morning that gathers notices into one mail a person."""

from datetime import datetime

from services.chassis.base.working_days import is_working_day
from services.chassis.unit_of_work.scheduled_jobs import TimedWork
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.notices.commands import gather_notices
from services.notifications.notices.model.rhythm import PARIS, next_morning

JOB = "gather-notices"
timed = TimedWork("notifications", department_wide=True)


@timed.plan
async def plan_gathering(uow: UnitOfWork, *, now: datetime) -> None:
    """Plan the next morning of work; planned already, it stays so."""
    due_at = next_morning(now)
    await uow.schedule(
        JOB,
        key=str(due_at.astimezone(PARIS).date()),
        due_at=due_at,
        uai=uow.department_uai,
    )


@timed.job(JOB)
async def gather(uow: UnitOfWork, *, key: str, now: datetime) -> None:  # noqa: ARG001 one a morning
    """Have what waits leave, unless this is a day off: then the next morning does it."""
    if is_working_day(now.astimezone(PARIS).date()):
        await gather_notices(uow, now=now)
    await plan_gathering(uow, now=now)
