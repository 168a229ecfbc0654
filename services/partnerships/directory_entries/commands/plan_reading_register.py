"""The cards of a lycée are read again in the public directory, at night."""

from datetime import datetime

from contracts.identifiers import Uai
from services.chassis.unit_of_work.nightly_jobs import next_night
from services.chassis.unit_of_work.unit_of_work import UnitOfWork

JOB = "read_register"


async def plan_reading_register(uow: UnitOfWork, *, uai: Uai, now: datetime) -> None:
    """Have the reading begin the next night; asking twice changes nothing."""
    due_at = next_night(now)
    await uow.schedule(JOB, key=due_at.date().isoformat(), due_at=due_at, uai=uai)
