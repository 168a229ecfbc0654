"""A lycée gives up a PFMP period it was preparing."""

from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.periods.store import Periods


async def discard_period(uow: UnitOfWork, *, period_id: UUID, version: int) -> None:
    """Discard a draft (abandon). Raises NotFound, StaleVersion, PeriodAlreadyPublished."""
    period = await Periods(uow).get_for_update(period_id, version)
    period.check_discardable()
    await Periods(uow).remove(period)
