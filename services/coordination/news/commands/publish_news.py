"""The supervisor publishes a proposal, or puts back what was withdrawn."""

from datetime import datetime
from uuid import UUID

from contracts.coordination.news import NewsPublishedV1
from contracts.identifiers import NewsId
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.news.model.calendar import local_date
from services.coordination.news.model.news import NewsNotProposed
from services.coordination.news.store import NewsItems, PublishedNews


async def publish_news(uow: UnitOfWork, *, news_id: UUID, version: int, now: datetime) -> None:
    """Have the network read an item (actualité publiée); the bus learns its id.

    Raises NotFound, StaleVersion, NewsNotProposed.
    """
    item = (await NewsItems(uow).get_for_update(news_id)).published(version, now=now)
    if item.text is None:
        raise NewsNotProposed
    await NewsItems(uow).save(item)
    await PublishedNews(uow).put(item, item.text, now=now)
    told = NewsPublishedV1(news_id=NewsId(item.id), occurred_on=local_date(now))
    uow.publish(told, version=item.version)
