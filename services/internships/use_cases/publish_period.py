"""A lycée publishes a PFMP period: from then on its pupils are counted."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import PeriodId
from contracts.internships import PfmpPeriodPublishedV1
from services.chassis.work import UnitOfWork
from services.internships.domain.tally import local_date
from services.internships.storage.coverages import Coverages
from services.internships.storage.formations import Formations
from services.internships.storage.periods import Periods
from services.internships.use_cases.tell_coverage import tell_coverage


async def publish_period(uow: UnitOfWork, *, period_id: UUID, version: int, now: datetime) -> None:
    """Publish a period (PFMP publiée). Raises NotFound, StaleVersion, PeriodAlreadyPublished."""
    period = await Periods(uow).get_for_update(period_id, version)
    period.publish()
    await Periods(uow).save(period)
    mefs = sorted(
        f.mef for f in await Formations(uow).of(period.uai) if f.id in period.formation_ids
    )
    uow.publish(
        PfmpPeriodPublishedV1(
            period_id=PeriodId(period.id),
            mefs=tuple(mefs),
            starts_on=period.starts_on,
            ends_on=period.ends_on,
            weeks=period.weeks,
            occurred_on=local_date(now),
        ),
        version=period.version,
        uai=period.uai,
    )
    await Coverages(uow).open(period)
    await tell_coverage(uow, uai=period.uai, period_id=period.id, now=now)
