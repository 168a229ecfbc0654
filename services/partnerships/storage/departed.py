"""Sites an undone import took from the registry, which a place proposed meanwhile brings back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import SiteKey
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.domain.company import Site
from services.partnerships.domain.import_effects import Card
from services.partnerships.domain.import_undo import Undone
from services.partnerships.storage.pieces import in_pieces
from services.partnerships.storage.tables import departed_sites

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

    async def add_all(self, undone: Sequence[Undone], before: dict[UUID, Card]) -> None:
        """Keep what undoing takes away; `before` has the cards as they were."""
        async for piece in in_pieces(undone):
            rows = [row for one in piece for row in self._rows(one, before[one.company.id])]
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

    def _rows(self, one: Undone, before: Card) -> list[dict[str, Any]]:
        gone = [s for s in before.sites if one.removed or s.id in one.removed_sites]
        return [
            {
                "site_id": site.id,
                "site_key": site.key,
                "company_id": one.company.id,
                "version": one.company.version,
                "card": before.to_json(),
                "departed_at": self._uow.now,
            }
            for site in gone
        ]
