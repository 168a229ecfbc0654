"""The personal links news feeds are read by: who holds one, never the secret."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.feeds.tables import feed_links

PURPOSE = "news-feed"
PAGE = "/actualites/abonnement"


@dataclass(frozen=True)
class FeedLink:
    """A link that somebody opened."""

    id: UUID
    uai: Uai
    account_id: UUID


class FeedLinks:
    """The links of the accounts in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def open_of(self, account_id: UUID) -> FeedLink | None:
        """The account's open link, if it has one."""
        return await self._one(feed_links.c.account_id == account_id)

    async def open_by_id(self, link_id: UUID) -> FeedLink | None:
        """The link, unless it was closed."""
        return await self._one(feed_links.c.feed_link_id == link_id)

    async def add(self, link: FeedLink, *, now: datetime) -> None:
        """Open a link, unless the account has one."""
        values = {"account_id": link.account_id, "opened_at": now}
        added = insert(feed_links).values(uai=link.uai, feed_link_id=link.id, **values)
        await self._uow.execute(added.on_conflict_do_nothing())

    async def close_all(self, account_id: UUID, *, now: datetime) -> None:
        """Have the account's links open nothing any more."""
        await self._uow.execute(
            update(feed_links)
            .where(feed_links.c.account_id == account_id, feed_links.c.closed_at.is_(None))
            .values(closed_at=now)
        )

    async def _one(self, condition: ColumnElement[bool]) -> FeedLink | None:
        statement = select(feed_links).where(condition, feed_links.c.closed_at.is_(None))
        row = (await self._uow.execute(statement.order_by(feed_links.c.uai))).first()
        return FeedLink(row.feed_link_id, Uai(row.uai), row.account_id) if row else None
