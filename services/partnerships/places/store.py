"""What is written of places, and taken to be changed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import SiteKey, Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.chunks import in_pieces
from services.partnerships.base.person_traces import PERSON_TRACES, ErasedTrader
from services.partnerships.companies.model.card import Card
from services.partnerships.companies.model.company import Site
from services.partnerships.places.tables import departed_sites, places


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


KEPT = timedelta(days=30)


@dataclass(frozen=True)
class Departed:
    """One site that left, and its company as it was."""

    company_id: UUID
    version: int
    card: Card
    site: Site


class DepartedSites:
    """What left the registry in the last month."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add_all(self, departed: Sequence[Departed]) -> None:
        """Keep what undoing took away."""
        async for piece in in_pieces(departed):
            rows = [
                {
                    "site_id": one.site.id,
                    "site_key": one.site.key,
                    "company_id": one.company_id,
                    "version": one.version,
                    "card": one.card.to_json(),
                    "departed_at": self._uow.now,
                }
                for one in piece
            ]
            if rows:
                await self._uow.execute(insert(departed_sites).on_conflict_do_nothing(), rows)

    async def take(self, key: SiteKey) -> Departed | None:
        """The site with that key, which departed no longer."""
        condition = departed_sites.c.site_key == key
        if key.siret is None:
            condition |= departed_sites.c.site_id == UUID(key.removeprefix("local:"))
        statement = delete(departed_sites).where(condition).returning(*departed_sites.c)
        row = (await self._uow.execute(statement)).first()
        if row is None:
            return None
        card = Card.from_json(row.card)
        site = next(one for one in card.sites if one.id == row.site_id)
        return Departed(row.company_id, row.version, card, site)

    async def forget(self, now: datetime) -> None:
        """Keep no longer those that left long ago."""
        old = departed_sites.c.departed_at < now - KEPT
        await self._uow.execute(delete(departed_sites).where(old))

    async def forget_company(self, company_id: UUID) -> None:
        """Keep no longer how it was."""
        own = departed_sites.c.company_id == company_id
        await self._uow.execute(delete(departed_sites).where(own))


async def _forget_trader(uow: UnitOfWork, *, trader: ErasedTrader) -> None:
    await DepartedSites(uow).forget_company(trader.company_id)


PERSON_TRACES.add(trader=_forget_trader)
