"""The job of each morning that looks at which needs nobody took in charge."""

from datetime import datetime

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.base.reactions import timed
from services.coordination.need_delays.commands import (
    JOB,
    escalate_needs,
    plan_escalation,
    remind_of_promises,
)

timed.plan(plan_escalation)


@timed.job(JOB)
async def look_at_needs(uow: UnitOfWork, *, key: str, now: datetime) -> None:  # noqa: ARG001 `now` says which day
    """Say what is late and which promise passed, and plan the next morning; one that was missed is made up for once."""
    await escalate_needs(uow, now=now)
    await remind_of_promises(uow, now=now)
    await plan_escalation(uow, now=now)
