"""Keep this service's copy of what a head decided."""

from datetime import datetime, time

from contracts.identifiers import Uai
from contracts.publication import FactFamily, Steps
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import PARIS, local_date
from services.partnerships.publications.store.publications import Publications
from services.partnerships.publications.store.retellings import JOBS


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
