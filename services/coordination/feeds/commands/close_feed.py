"""Somebody has their personal link opened no more."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.feeds.store import FeedLinks


async def close_feed(uow: UnitOfWork, *, account_id: UUID, now: datetime) -> None:
    """Close the account's personal link, at once and for good; a new one may be opened."""
    await FeedLinks(uow).close_all(account_id, now=now)
