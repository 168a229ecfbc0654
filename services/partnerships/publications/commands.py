"""What a head publishes: copied from internships, with what is republished when a family opens."""

from datetime import datetime, time

from contracts.identifiers import Uai
from contracts.publication import FactFamily, Steps
from services.chassis.unit_of_work.nightly_jobs import next_night
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import PARIS, local_date
from services.partnerships.publications.store import JOBS, RETELLINGS, Publications


async def copy_publication(
    uow: UnitOfWork, *, uai: Uai, family: FactFamily, steps: Steps, version: int
) -> None:
    """Keep which days a family is told on; facts recorded from then on follow it.

    The day it is opened again, the states it has are told as they are.
    """
    publications, today = Publications(uow), local_date(uow.now)
    was_told = await publications.tells(uai, family, today)
    await publications.keep(uai, family, steps, version)
    job = JOBS.get(family)
    if job is None:
        return
    days = {step.from_on for step in steps if step.open}
    # Closed and opened again on one day, no step is left: what was noted meanwhile is told now.
    if not was_told and await publications.tells(uai, family, today):
        days.add(today)
    for day in sorted(days):
        begins = datetime.combine(day, time.min, PARIS)
        await uow.schedule(job, key=f"{day}:{version}", due_at=begins, uai=uai)


JOB = "state_totals"


async def plan_statement(uow: UnitOfWork, *, uai: Uai, now: datetime) -> None:
    """Have the totals of a lycée told the next night; telling them plans the night after."""
    due_at = next_night(now)
    await uow.schedule(JOB, key=due_at.date().isoformat(), due_at=due_at, uai=uai)


async def retell_family(uow: UnitOfWork, *, uai: Uai, family: FactFamily, now: datetime) -> None:
    """Have each feature tell what it has as it is now."""
    for retell in RETELLINGS.of(family):
        await retell(uow, uai=uai, now=now)
