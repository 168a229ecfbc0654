"""Public news as everybody reads them, the newest first."""

from uuid import UUID

from sqlalchemy import select, tuple_

from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.news.model.news import NewsStatus
from services.coordination.news.queries import Item, NewsPage
from services.coordination.news.store import Lycees, NewsItems, PublishedNews, published_of
from services.coordination.news.tables import published_news

PAGE_LENGTH = 20
_ORDER = (published_news.c.public_at, published_news.c.news_id)
_PUBLIC = (
    select(published_news)
    .where(published_news.c.public_at.is_not(None))
    .order_by(*(column.desc() for column in _ORDER))
)


async def read_public(
    uow: UnitOfWork, *, before: UUID | None = None, length: int = PAGE_LENGTH
) -> NewsPage:
    """What everybody may read now; `published_at` of an item is when it was opened to all."""
    statement = _PUBLIC
    if before is not None:
        last = select(*_ORDER).where(published_news.c.news_id == before).subquery("last")
        statement = statement.join(last, tuple_(*_ORDER) < tuple_(*last.c))
    rows = [published_of(row) for row in await uow.execute(statement.limit(length + 1))]
    names = await Lycees(uow).names()
    items = [
        Item(row.id, row.text, names.get(row.lycee, row.lycee), row.public_at, row.public_at)
        for row in rows[:length]
        if row.text is not None and row.public_at is not None
    ]
    return NewsPage(items, items[-1].id if len(rows) > length else None)


async def read_public_item(uow: UnitOfWork, news_id: UUID) -> Item | None:
    """One item; None: it was for everybody, or is the network's. Raises NotFound for what never was."""
    row = await PublishedNews(uow).find(news_id)
    if row is None:
        raise NotFound
    if row.text is None or row.public_at is None:
        return None
    names = await Lycees(uow).names()
    return Item(row.id, row.text, names.get(row.lycee, row.lycee), row.public_at, row.public_at)


async def is_public(uow: UnitOfWork, news_id: UUID) -> bool:
    """Whether everybody reads it."""
    row = await PublishedNews(uow).find(news_id)
    return row is not None and row.public_at is not None


async def is_published(uow: UnitOfWork, news_id: UUID) -> bool:
    """Whether the network reads it, as who decides on it knows. Raises NotFound."""
    item = await NewsItems(uow).find(news_id)
    if item is None:
        raise NotFound
    return item.status is NewsStatus.PUBLISHED
