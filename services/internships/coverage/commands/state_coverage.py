"""Coverage is counted among the pupils and told, for others to compare with what they heard."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID

from contracts.identifiers import CoverageTotalsId, PeriodId, SchoolYear, Uai
from contracts.internships.totals import CoverageTotalsStatedV1, PeriodTotals
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import local_date
from services.internships.coverage.commands.count_coverage import count_coverage
from services.internships.coverage.commands.plan_statement import plan_statement
from services.internships.coverage.model import Counts
from services.internships.coverage.store.statements import Statements


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
