"""The rectorat's ceiling of pupils per site, entered by the department."""

from datetime import datetime

from contracts.identifiers import RuleId
from contracts.partnerships.hosting_limits import HostingLimitDecidedV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.pressure.model import HostingLimit
from services.partnerships.pressure.store.hosting_limits import HostingLimits


async def decide_hosting_limit(uow: UnitOfWork, *, limit: HostingLimit, now: datetime) -> None:
    """Decide how many pupils a site may host in a week, from a day on (plafond d'accueil).

    Raises LimitOutOfBounds, RuleInThePast.
    """
    today = local_date(now)
    limit.check(today)
    rule_id, version = await HostingLimits(uow).decide(limit)
    decided = HostingLimitDecidedV1(
        rule_id=RuleId(rule_id),
        percent=limit.percent,
        small=limit.small,
        small_under=limit.small_under,
        from_on=limit.from_on,
        occurred_on=today,
    )
    uow.publish(decided, version=version)
