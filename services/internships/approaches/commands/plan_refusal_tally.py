"""Refusals will be told tonight."""

from datetime import datetime

from contracts.identifiers import Uai
from services.chassis.unit_of_work.nightly_jobs import next_night
from services.chassis.unit_of_work.unit_of_work import UnitOfWork

JOB = "tally_refusals"


async def plan_refusal_tally(uow: UnitOfWork, *, uai: Uai, now: datetime) -> None:
    """Have refusals told at the next two o'clock at night, once however many there are."""
    due_at = next_night(now)
    await uow.schedule(JOB, key=due_at.date().isoformat(), due_at=due_at, uai=uai)
