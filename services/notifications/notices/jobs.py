"""The job of the morning that gathers notices into one mail a person."""

from datetime import datetime

from services.chassis.unit_of_work.scheduled_jobs import TimedWork
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.notice_kinds.model.rhythm import next_morning
from services.notifications.notices.commands import gather_notices
from services.notifications.rests.model import PARIS, leaves_at

JOB = "gather-notices"
timed = TimedWork("notifications", department_wide=True)


@timed.plan
async def plan_gathering(uow: UnitOfWork, *, now: datetime) -> None:
    """Plan the next morning of work; planned already, it stays so."""
    await _plan(uow, next_morning(now))


async def _plan(uow: UnitOfWork, due_at: datetime) -> None:
    await uow.schedule(
        JOB,
        key=str(due_at.astimezone(PARIS).date()),
        due_at=due_at,
        uai=uow.department_uai,
    )


@timed.job(JOB)
async def gather(uow: UnitOfWork, *, key: str, now: datetime) -> None:  # noqa: ARG001 one a morning
    """Have what waits leave, unless it is night or a day off: then the next morning does it.

    A morning that was missed is made up for by day.
    """
    leaving = leaves_at(now, urgent=False)
    if leaving > now:
        await _plan(uow, leaving)
        return
    await gather_notices(uow, now=now)
    await plan_gathering(uow, now=now)
