"""Where pupils of a lycée were proposed a place: ids alone, no pupil."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.places.tables.places import places


class Places:
    """The places proposed by the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, uai: Uai, placement_id: UUID, company_id: UUID, site_id: UUID) -> None:
        """Note one; saying it again is harmless."""
        values = {
            "uai": uai,
            "placement_id": placement_id,
            "company_id": company_id,
            "site_id": site_id,
        }
        await self._uow.execute(insert(places).values(**values).on_conflict_do_nothing())

    async def at_site(self, site_id: UUID) -> Sequence[UUID]:
        """The places proposed at a site."""
        return await self._ids(places.c.site_id == site_id)

    async def at_company(self, company_id: UUID) -> Sequence[UUID]:
        """The places proposed at a company's sites."""
        return await self._ids(places.c.company_id == company_id)

    async def companies_of(self, placement_ids: Collection[UUID]) -> Sequence[UUID]:
        """The companies of these places."""
        if not placement_ids:
            return []
        among = places.c.placement_id.in_(list(placement_ids))
        statement = select(places.c.company_id).distinct().where(among)
        return list((await self._uow.execute(statement)).scalars())

    async def _ids(self, condition: ColumnElement[bool]) -> Sequence[UUID]:
        statement = select(places.c.placement_id).where(condition).order_by(places.c.placement_id)
        return list((await self._uow.execute(statement)).scalars())
