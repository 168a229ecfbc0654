"""What the department shows of refusals and aids, counted at one place of the lycée's facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from contracts.identifiers import SchoolYear, Uai
from contracts.publication import FactFamily
from contracts.small_totals import is_too_few
from services.chassis.outbox.last_events import REPUBLISH
from services.chassis.unit_of_work.events_in_flight import wait_for_facts
from services.chassis.unit_of_work.scheduled_jobs import is_overdue, is_waiting
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.approaches.commands.plan_refusal_tally import JOB as REFUSALS
from services.internships.base.days import local_date
from services.internships.mobility.commands import JOB as AIDS
from services.internships.mobility.store import MobilityAids
from services.internships.publications.commands import REPUBLISH_FAMILY
from services.internships.publications.store import Publications
from services.internships.refusals.store import RefusalTallies


@dataclass(frozen=True)
class CountedFigures:
    """The figures once every fact up to `sequence` was told; None: too few to be told.

    What the head keeps, or is to be told tonight, is not among them.
    """

    sequence: int
    figures: Mapping[str, int | None]


async def count_figures(uow: UnitOfWork, *, uai: Uai, now: datetime) -> CountedFigures:
    """Count what of the tracker the department shows and no statement holds, of this school year."""
    sequence, today = await wait_for_facts(uow, "department", uai), local_date(now)
    if await is_overdue(uow, (REPUBLISH_FAMILY, REPUBLISH), uai=uai, now=now):
        return CountedFigures(sequence, {})
    tells, found, year = Publications(uow).tells, dict[str, int | None](), SchoolYear.of(today)
    tonight = {job: await is_waiting(uow, (job,), uai=uai) for job in (REFUSALS, AIDS)}
    if await tells(uai, FactFamily.EXCHANGES, today) and not tonight[REFUSALS]:
        counted = await RefusalTallies(uow).count(uai, year)
        found["refusals"] = sum(counted[year].values()) if year in counted else 0
    if await tells(uai, FactFamily.COVERAGE, today) and not tonight[AIDS]:
        total = await MobilityAids(uow).total(uai, year)
        # A total that differs by fewer than five pupils is told later: the one before stands.
        stands = total.pupils if total.is_to_tell(running=True) else total.told or 0
        found["mobility_pupils"] = None if is_too_few(stands) else stands
    return CountedFigures(sequence, found)
