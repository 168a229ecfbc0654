"""Figures of coverage go to the department, unless their head keeps them in the lycée."""

from collections.abc import Collection, Sequence
from datetime import datetime

from contracts.identifiers import CoverageId, PeriodId, Uai
from contracts.internships.periods import CoverageChangedV1
from contracts.publication import FactFamily
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import local_date
from services.internships.coverage.store.coverages import Coverage
from services.internships.publications.store import Publications


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
