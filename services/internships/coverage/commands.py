"""Coverage counted and published: what moved at once, statements and totals at night."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from contracts.identifiers import CoverageId, CoverageTotalsId, PeriodId, SchoolYear, Uai
from contracts.internships.periods import CoverageChangedV1
from contracts.internships.totals import CoverageTotalsStatedV1, PeriodTotals
from contracts.publication import FactFamily
from services.chassis.outbox.last_events import REPUBLISH
from services.chassis.unit_of_work.events_in_flight import wait_for_facts
from services.chassis.unit_of_work.nightly_jobs import next_night
from services.chassis.unit_of_work.scheduled_jobs import is_overdue
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import local_date
from services.internships.coverage.model import Counts
from services.internships.coverage.store.coverages import Coverage, Coverages
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


JOB = "state_coverage"


async def plan_statement(uow: UnitOfWork, *, uai: Uai, now: datetime) -> None:
    """Have coverage stated the next night; stating it plans the night after."""
    due_at = next_night(now)
    await uow.schedule(JOB, key=due_at.date().isoformat(), due_at=due_at, uai=uai)


async def publish_coverage(
    uow: UnitOfWork,
    *,
    uai: Uai,
    told: Sequence[Coverage],
    families: Collection[FactFamily] | None = None,
    now: datetime,
) -> None:
    """Publish figures as they were counted, unless the head closed them.

    `families`: what the department is told of, when the caller has asked.
    """
    if not told:
        return
    today = local_date(now)
    if families is None:
        families = await Publications(uow).told(uai, today)
    if FactFamily.COVERAGE not in families:
        return
    for coverage in told:
        counts = coverage.counts
        uow.publish(
            CoverageChangedV1(
                coverage_id=CoverageId(coverage.id),
                period_id=PeriodId(coverage.period_id),
                mef=coverage.mef,
                concerned=counts.concerned,
                exempted=counts.exempted,
                left=counts.left,
                host_agreed=counts.host_agreed,
                agreement_issued=counts.agreement_issued,
                agreement_signed=counts.agreement_signed,
                occurred_on=today,
            ),
            version=coverage.version,
            uai=uai,
        )


async def publish_changes(
    uow: UnitOfWork,
    *,
    uai: Uai,
    period_id: UUID | None = None,
    formation_ids: Collection[UUID] | None = None,
    pupil_year_id: UUID | None = None,
    families: Collection[FactFamily] | None = None,
    now: datetime,
) -> None:
    """Count again for a period, some formations or both, for one pupil's at most; publish what changed.

    `families`: what the department is told of, when the caller has asked.
    Comes after every change of the use case: the coverage rows stay locked until the commit.
    """
    changed = await Coverages(uow).recount(
        uai, period_id=period_id, formation_ids=formation_ids, pupil_year_id=pupil_year_id
    )
    await publish_coverage(uow, uai=uai, told=changed, families=families, now=now)


async def state_coverage(uow: UnitOfWork, *, uai: Uai, now: datetime) -> None:
    """Tell the totals of each school year (totaux de couverture), and plan the next night."""
    await plan_statement(uow, uai=uai, now=now)
    counted = await count_coverage(uow, uai=uai, now=now)
    for year, periods in sorted(counted.years.items()) if counted else ():
        await _state(uow, uai, year, periods, local_date(now))


async def _state(
    uow: UnitOfWork, uai: Uai, year: SchoolYear, periods: Mapping[UUID, Counts], today: date
) -> None:
    statement = await Statements(uow).next(uai, year)
    told = CoverageTotalsStatedV1(
        totals_id=CoverageTotalsId(statement.totals_id),
        school_year=year,
        # By id: the order says nothing but which period was drafted first, and all were told.
        periods=tuple(
            PeriodTotals(period_id=PeriodId(period_id), **asdict(counts))
            for period_id, counts in sorted(periods.items())
        ),
        occurred_on=today,
    )
    uow.publish(told, version=statement.version, uai=uai)
