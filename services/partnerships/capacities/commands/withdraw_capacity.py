"""A bureau notes that places are offered no more."""

from datetime import datetime
from uuid import UUID

from contracts.partnerships.capacities import HostingCapacityWithdrawnV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.capacities.model import Capacity
from services.partnerships.capacities.store import Capacities


async def withdraw_capacity(
    uow: UnitOfWork, *, company_id: UUID, capacity_id: UUID, now: datetime
) -> Capacity:
    """Remove an offer (places retirées) and return it; the department hears so if it knew of it.

    Raises NotFound.
    """
    taken, told = await Capacities(uow).take(company_id, capacity_id)
    if told:
        over = HostingCapacityWithdrawnV1(**taken.facts(local_date(now)))
        uow.publish(over, version=2, uai=taken.uai)
    return taken
