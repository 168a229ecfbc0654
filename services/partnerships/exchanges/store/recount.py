"""Dates of acquaintances, reckoned again from the exchanges that are there."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select, union

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.store import Acquaintances
from services.partnerships.acquaintances.tables import acquaintances
from services.partnerships.exchanges.store.signs_of_life import SignsOfLife
from services.partnerships.exchanges.tables import interactions


async def reckon_again(uow: UnitOfWork, site_ids: Collection[UUID]) -> None:
    """Have each lycée in scope that noted an exchange at these sites know them since the last one."""
    known, signs = Acquaintances(uow), SignsOfLife(uow)
    those = list(site_ids)
    found = union(
        *(
            select(table.c.uai, table.c.company_id, table.c.site_id).where(
                table.c.site_id.in_(those)
            )
            for table in (interactions, acquaintances)
        )
    )
    rows = (await uow.execute(found)).all()
    for row in rows:
        await known.add_all(Uai(row.uai), {(row.company_id, row.site_id)})
        await signs.recall(Uai(row.uai), row.company_id, row.site_id)
