"""The supervisor refuses a proposal, and says why."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.news.store import NewsItems


async def refuse_news(
    uow: UnitOfWork, *, news_id: UUID, version: int, reason: str, now: datetime
) -> None:
    """Refuse a proposal; its bureau reads why. Raises NotFound, StaleVersion, NewsNotProposed."""
    item = await NewsItems(uow).get_for_update(news_id)
    await NewsItems(uow).save(item.refused(version, reason, now=now))
