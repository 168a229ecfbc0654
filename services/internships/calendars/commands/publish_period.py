"""A lycée publishes a PFMP period: from then on its pupils are counted."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.calendars.commands.announce_period import announce_period
from services.internships.coverage.commands import plan_statement, publish_changes
from services.internships.coverage.store.coverages import Coverages
from services.internships.periods.store import Periods


async def publish_period(uow: UnitOfWork, *, period_id: UUID, version: int, now: datetime) -> None:
    """Publish a period (PFMP publiée). Raises NotFound, StaleVersion, PeriodAlreadyPublished."""
    period = await Periods(uow).get_for_update(period_id, version)
    period.publish()
    await Periods(uow).save(period)
    await announce_period(uow, period=period, now=now)
    await Coverages(uow).open(period)
    await publish_changes(uow, uai=period.uai, period_id=period.id, now=now)
    await plan_statement(uow, uai=period.uai, now=now)
