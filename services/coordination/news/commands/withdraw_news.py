"""The supervisor withdraws what was published."""

from datetime import datetime
from uuid import UUID

from contracts.coordination.news import NewsWithdrawnV1
from contracts.identifiers import NewsId
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.news.model.calendar import local_date
from services.coordination.news.store import NewsItems, PublishedNews


async def withdraw_news(uow: UnitOfWork, *, news_id: UUID, version: int, now: datetime) -> None:
    """Have an item out of pages and feeds at once (actualité retirée); its text waits, unread.

    Raises NotFound, StaleVersion, NewsNotPublished.
    """
    item = (await NewsItems(uow).get_for_update(news_id)).withdrawn(version, now=now)
    await NewsItems(uow).save(item)
    await PublishedNews(uow).take_away(item.id, now=now)
    told = NewsWithdrawnV1(news_id=NewsId(item.id), occurred_on=local_date(now))
    uow.publish(told, version=item.version)
