"""A family was opened: the department is told where things stand."""

from datetime import datetime

from contracts.identifiers import SchoolYear, Uai
from contracts.publication import FactFamily
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import local_date
from services.internships.coverage.commands import publish_coverage
from services.internships.coverage.store.coverages import Coverages
from services.internships.mobility.commands import total_mobility_aids
from services.internships.refusals.commands import tally_refusals
from services.internships.seats.commands import tally_site_hosting


async def republish_family(uow: UnitOfWork, *, uai: Uai, family: FactFamily, now: datetime) -> None:
    """Tell the states of a family as they are (coverage, aids, seats, refusals); facts of the closed time stay untold.

    Closed again meanwhile, nothing is told.
    """
    if family is FactFamily.COVERAGE:
        # Periods of the next school year are published before the summer.
        told = await Coverages(uow).since(uai, SchoolYear.of(local_date(now)))
        await publish_coverage(uow, uai=uai, told=told, now=now)
        await total_mobility_aids(uow, uai=uai, now=now)
    elif family is FactFamily.HOSTING:
        await tally_site_hosting(uow, uai=uai, now=now)
    elif family is FactFamily.EXCHANGES:
        await tally_refusals(uow, uai=uai, now=now)
