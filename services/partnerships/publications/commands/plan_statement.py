"""What the registry holds for a lycée is told every night."""

from datetime import datetime

from contracts.identifiers import Uai
from services.chassis.unit_of_work.nightly_jobs import next_night
from services.chassis.unit_of_work.unit_of_work import UnitOfWork

JOB = "state_totals"


async def plan_statement(uow: UnitOfWork, *, uai: Uai, now: datetime) -> None:
    """Have the totals of a lycée told the next night; telling them plans the night after."""
    due_at = next_night(now)
    await uow.schedule(JOB, key=due_at.date().isoformat(), due_at=due_at, uai=uai)
