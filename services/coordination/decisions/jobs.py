"""The job of the morning after a due day."""

from datetime import date, datetime
from uuid import UUID

from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.base.reactions import timed
from services.coordination.decisions.commands import LATE_JOB, tell_late_decision


@timed.job(LATE_JOB)
async def tell_that_it_is_late(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """The key is the decision, its due day, and the version it was planned for."""
    decision_id, due_on, _ = key.split(":")
    try:
        await tell_late_decision(
            uow, decision_id=UUID(decision_id), due_on=date.fromisoformat(due_on), now=now
        )
    except NotFound:
        return  # given to somebody else meanwhile
