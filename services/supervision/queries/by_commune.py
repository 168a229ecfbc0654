"""How many companies the network knows in each commune; never where pupils are."""

from collections.abc import Mapping

from sqlalchemy import func, select

from services.chassis.work import UnitOfWork
from services.supervision.storage.tables import companies


async def companies_by_commune(uow: UnitOfWork) -> Mapping[str, int]:
    """Companies of the registry by INSEE code; those without a commune are nowhere."""
    found = await uow.execute(
        select(companies.c.commune, func.count().label("known"))
        .where(companies.c.commune.is_not(None))
        .group_by(companies.c.commune)
    )
    return {row.commune: row.known for row in found}
