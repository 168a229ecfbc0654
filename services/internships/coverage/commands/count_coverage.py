"""Coverage of a lycée, counted among its pupils at one place of the lycée's facts."""

from dataclasses import dataclass
from datetime import datetime

from contracts.identifiers import SchoolYear, Uai
from contracts.publication import FactFamily
from services.chassis.outbox.last_events import REPUBLISH
from services.chassis.unit_of_work.events_in_flight import wait_for_facts
from services.chassis.unit_of_work.scheduled_jobs import is_overdue
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import local_date
from services.internships.coverage.store.statements import CountedYears, Statements
from services.internships.publications.commands import REPUBLISH_FAMILY
from services.internships.publications.store import Publications


@dataclass(frozen=True)
class CountedCoverage:
    """Coverage once every fact up to `sequence` was told, and no other."""

    sequence: int
    years: CountedYears


async def count_coverage(uow: UnitOfWork, *, uai: Uai, now: datetime) -> CountedCoverage | None:
    """Count this school year and those to come; None while the head keeps it, or it is yet to be told.

    Of a year that is over nothing is told again when the head opens coverage: it is not compared.
    """
    today = local_date(now)
    # A fact being recorded meanwhile is told before these totals and counted, or after and not.
    sequence = await wait_for_facts(uow, "department", uai)
    years = await Statements(uow).count(uai, SchoolYear.of(today))
    # Asked after the count: what was counted while coverage was closed would be told to nobody.
    told = await Publications(uow).tells(uai, FactFamily.COVERAGE, today)
    if not told or await is_overdue(uow, (REPUBLISH_FAMILY, REPUBLISH), uai=uai, now=now):
        return None
    return CountedCoverage(sequence, years)
