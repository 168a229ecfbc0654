"""Tell the department a period's dates and formations."""

from datetime import datetime

from contracts.identifiers import PeriodId
from contracts.internships.periods import PfmpPeriodPublishedV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import local_date
from services.internships.formations.store import Formations
from services.internships.periods.model import Period


async def announce_period(uow: UnitOfWork, *, period: Period, now: datetime) -> None:
    """Publish the whole state of a period (PFMP publiée, ou ses dates corrigées)."""
    formations = await Formations(uow).of(period.uai)
    uow.publish(
        PfmpPeriodPublishedV1(
            period_id=PeriodId(period.id),
            mefs=tuple(sorted(f.mef for f in formations if f.id in period.formation_ids)),
            starts_on=period.starts_on,
            ends_on=period.ends_on,
            weeks=period.weeks,
            occurred_on=local_date(now),
        ),
        version=period.version,
        uai=period.uai,
    )
