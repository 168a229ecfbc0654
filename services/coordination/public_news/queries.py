"""Public news as everybody reads them, the newest first."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select, tuple_

from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.news.model.news import NewsStatus
from services.coordination.news.queries import Item, NewsPage
from services.coordination.news.store.news import (
    Lycees,
    NewsItems,
    Published,
    PublishedNews,
    published_of,
)
from services.coordination.news.store.pictures import PublishedPictures, Seen
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
    pictures = await PublishedPictures(uow).seen([row.id for row in rows[:length]])
    shown = [_item(row, names, pictures) for row in rows[:length]]
    items = [item for item in shown if item is not None]
    return NewsPage(items, items[-1].id if len(rows) > length else None)


async def read_public_item(uow: UnitOfWork, news_id: UUID) -> Item | None:
    """One item; None: it was for everybody, or is the network's. Raises NotFound for what never was."""
    row = await PublishedNews(uow).find(news_id)
    if row is None:
        raise NotFound
    names = await Lycees(uow).names()
    return _item(row, names, await PublishedPictures(uow).seen([news_id]))


async def read_public_picture(uow: UnitOfWork, news_id: UUID) -> bytes:
    """The picture of an item everybody reads. Raises NotFound."""
    if not await is_public(uow, news_id):
        raise NotFound
    content = await PublishedPictures(uow).content(news_id)
    if content is None:
        raise NotFound
    return content


def _item(row: Published, names: Mapping[str, str], pictures: Mapping[UUID, Seen]) -> Item | None:
    if row.text is None or row.public_at is None:
        return None
    author = names.get(row.lycee, row.lycee)
    return Item(row.id, row.text, author, row.public_at, row.public_at, pictures.get(row.id))


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
