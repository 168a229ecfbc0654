"""Commands of public news: shown to everybody, or to the network alone again."""

from datetime import datetime
from uuid import UUID

from contracts.coordination.public_news import NewsOpenedV1, NewsReservedV1
from contracts.identifiers import NewsId
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.news.model.calendar import local_date
from services.coordination.news.store.news import NewsItems, PublishedNews

RESERVED_KIND = "news_reserved"
"""What everybody read no more is shown to everybody by no backup that is brought back."""


async def open_news(uow: UnitOfWork, *, news_id: UUID, version: int, now: datetime) -> None:
    """Show a published item to everybody (actualité ouverte au public).

    Raises NotFound, StaleVersion, NewsNotPublished.
    """
    item = (await NewsItems(uow).get_for_update(news_id)).shown_otherwise(version, now=now)
    await NewsItems(uow).save(item)
    if await PublishedNews(uow).show(news_id, public_at=now):
        told = NewsOpenedV1(news_id=NewsId(news_id), occurred_on=local_date(now))
        uow.publish(told, version=item.version)


async def reserve_news(uow: UnitOfWork, *, news_id: UUID, version: int, now: datetime) -> None:
    """Show an item to the network alone again (actualité réservée au réseau).

    Raises NotFound, StaleVersion, NewsNotPublished.
    """
    item = (await NewsItems(uow).get_for_update(news_id)).shown_otherwise(version, now=now)
    await NewsItems(uow).save(item)
    if await PublishedNews(uow).show(news_id, public_at=None):
        uow.erased.note(RESERVED_KIND, news_id, lycee=uow.department_uai)
        told = NewsReservedV1(news_id=NewsId(news_id), occurred_on=local_date(now))
        uow.publish(told, version=item.version)
