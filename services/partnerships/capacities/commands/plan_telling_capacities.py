"""Places that are offered are told the night after they are noted."""

from datetime import datetime

from contracts.identifiers import Uai
from services.chassis.unit_of_work.nightly_jobs import next_night
from services.chassis.unit_of_work.unit_of_work import UnitOfWork

JOB = "tell_capacities"
"""The name under which tables of installations hold it: it is not renamed with the code."""


async def plan_telling_capacities(uow: UnitOfWork, *, uai: Uai, now: datetime) -> None:
    """Have what is offered now told the next night, with all the rest of the day."""
    due_at = next_night(now)
    await uow.schedule(JOB, key=due_at.date().isoformat(), due_at=due_at, uai=uai)
