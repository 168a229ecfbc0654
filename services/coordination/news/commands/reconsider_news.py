"""The supervisor takes a refusal back."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.news.store import NewsItems


async def reconsider_news(uow: UnitOfWork, *, news_id: UUID, version: int, now: datetime) -> None:
    """Have a refused proposal wait again. Raises NotFound, StaleVersion, NewsNotRefused."""
    item = await NewsItems(uow).get_for_update(news_id)
    await NewsItems(uow).save(item.reconsidered(version, now=now))
