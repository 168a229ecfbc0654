"""A bureau notes an exchange although another lycée has just asked the same host."""

from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.companies.store.companies import Companies
from services.partnerships.exchanges.model import Exchange, solicits
from services.partnerships.pressure.model import CourtesyNotOver
from services.partnerships.pressure.store.pressure import read_pressure


async def respect_courtesy(
    uow: UnitOfWork, *, company_id: UUID, site_id: UUID | None, exchange: Exchange, despite: bool
) -> None:
    """See that nobody overlooks the delay (délai de courtoisie), unless they say they go on.

    Raises NotFound, CourtesyNotOver.
    """
    if despite or not solicits(exchange):
        return
    company = await Companies(uow).get(company_id)
    site = company.site(site_id) if site_id else company.sites[0]
    pressure = await read_pressure(uow, [site.id], on=exchange.occurred_on)
    if pressure[site.id].courtesy_until is not None:
        raise CourtesyNotOver(field="despite_courtesy")
