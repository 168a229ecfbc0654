"""Commands of a subscription: opened and closed by its owner."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.feeds.store import FeedLink, FeedLinks


async def close_feed(uow: UnitOfWork, *, account_id: UUID, now: datetime) -> None:
    """Close the account's personal link, at once and for good; a new one may be opened."""
    await FeedLinks(uow).close_all(account_id, now=now)


async def open_feed(uow: UnitOfWork, *, account_id: UUID, now: datetime) -> None:
    """Open the account's personal link (abonnement), for the first of its lycées; once."""
    if await FeedLinks(uow).open_of(account_id) is not None:
        return
    uai = min(uow.scope.uais) if uow.scope.uais else uow.department_uai
    await FeedLinks(uow).add(FeedLink(uow.new_id(), uai, account_id), now=now)
