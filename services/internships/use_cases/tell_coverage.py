"""Tell the department the figures that changed, in the transaction that changed them."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from contracts.identifiers import CoverageId, PeriodId, Uai
from contracts.internships import CoverageChangedV1
from services.chassis.work import UnitOfWork
from services.internships.domain.tally import local_date
from services.internships.storage.coverages import Coverages


async def tell_coverage(
    uow: UnitOfWork,
    *,
    uai: Uai,
    period_id: UUID | None = None,
    formation_ids: Collection[UUID] | None = None,
    pupil_year_id: UUID | None = None,
    now: datetime,
) -> None:
    """Count again for a period, some formations or both, for one pupil's at most; publish what changed.

    Comes after every change of the use case: the coverage rows stay locked until the commit.
    """
    changed = await Coverages(uow).recount(
        uai, period_id=period_id, formation_ids=formation_ids, pupil_year_id=pupil_year_id
    )
    for coverage in changed:
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
                occurred_on=local_date(now),
            ),
            version=coverage.version,
            uai=uai,
        )
