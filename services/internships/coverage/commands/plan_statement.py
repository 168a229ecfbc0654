"""Coverage of a lycée is counted again, and stated, every night."""

from datetime import datetime

from contracts.identifiers import Uai
from services.chassis.unit_of_work.nightly_jobs import next_night
from services.chassis.unit_of_work.unit_of_work import UnitOfWork

JOB = "state_coverage"


async def plan_statement(uow: UnitOfWork, *, uai: Uai, now: datetime) -> None:
    """Have coverage stated the next night; stating it plans the night after."""
    due_at = next_night(now)
    await uow.schedule(JOB, key=due_at.date().isoformat(), due_at=due_at, uai=uai)
