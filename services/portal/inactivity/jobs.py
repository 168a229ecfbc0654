"""The job of each morning that looks at which accounts nobody uses."""

from datetime import datetime

from services.chassis.unit_of_work.scheduled_jobs import TimedWork
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.inactivity.commands import JOB, plan_telling, tell_of_unused_accounts

timed = TimedWork("portal", department_wide=True)
timed.plan(plan_telling)


@timed.job(JOB)
async def look_at_accounts(uow: UnitOfWork, *, key: str, now: datetime) -> None:  # noqa: ARG001 `now` says which day
    """Tell who is due, and plan the next morning; one that was missed is made up for once."""
    await tell_of_unused_accounts(uow, now=now)
    await plan_telling(uow, now=now)
