"""What companies pledge in a year is told the night after it changes."""

from datetime import datetime

from contracts.identifiers import Uai
from services.chassis.unit_of_work.nightly_jobs import next_night
from services.chassis.unit_of_work.unit_of_work import UnitOfWork

JOB = "tell_pledges"
"""The name under which tables of installations hold it: it is not renamed with the code."""


async def plan_total(uow: UnitOfWork, *, uai: Uai, year: int, now: datetime) -> None:
    """Have the total of a year told the next night (taxe d'apprentissage).

    At once, each new total less the one before would be what one company pledged.
    """
    due_at = next_night(now)
    key = f"{year}:{due_at.date().isoformat()}"
    await uow.schedule(JOB, key=key, due_at=due_at, uai=uai)
