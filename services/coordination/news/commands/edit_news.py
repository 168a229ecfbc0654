"""A bureau, or the supervisor, changes a text nobody reads yet, or any more."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.news.model.text import NewsText
from services.coordination.news.store import NewsItems


async def edit_news(
    uow: UnitOfWork, *, news_id: UUID, version: int, text: NewsText, now: datetime
) -> None:
    """Replace the text; it is proposed again. Raises NotFound, StaleVersion, NewsNotEditable."""
    item = await NewsItems(uow).get_for_update(news_id)
    await NewsItems(uow).save(item.edited(version, text, now=now))
