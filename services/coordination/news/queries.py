"""News as they are read: by the network, by whoever proposed them, by the supervisor."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, Integer, Uuid, any_, bindparam, func, select, tuple_

from services.chassis.base.errors import NotFound
from services.chassis.database.engine import Database
from services.chassis.database.readings import Reading
from services.chassis.live.page_stream import Changes
from services.chassis.projections.revision import glance_at_revision, read_revision
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.news.model.news import News, NewsStatus
from services.coordination.news.model.text import NewsText
from services.coordination.news.store.news import (
    Lycees,
    NewsItems,
    Published,
    PublishedNews,
    news_of,
    published_of,
)
from services.coordination.news.store.pictures import NewsPictures, PublishedPictures, Seen
from services.coordination.news.tables import PROJECTION, news, published_news

PAGE_LENGTH = 20


@dataclass(frozen=True)
class Item:
    """A news item the network reads."""

    id: UUID
    text: NewsText
    author: str
    published_at: datetime
    updated_at: datetime
    picture: Seen | None = None
    """Where it is shown with it."""


@dataclass(frozen=True)
class NewsPage:
    """What the network reads, newest first; `before` leads to older ones."""

    items: Sequence[Item]
    before: UUID | None


@dataclass(frozen=True)
class ProposalPage:
    """Proposals and what became of them, newest first."""

    items: Sequence[tuple[News, str]]
    before: UUID | None


@dataclass(frozen=True)
class Shown:
    """An item as its page shows it: `own` to who may decide or edit, `gone` when it is no more."""

    author: str
    own: News | None = None
    item: Item | None = None
    gone: bool = False
    public: bool = False
    """Whether everybody reads it, and not the network alone."""
    picture: Seen | None = None


async def read_published(
    uow: UnitOfWork, *, before: UUID | None = None, length: int = PAGE_LENGTH
) -> NewsPage:
    """What the network may read now."""
    if before is None:
        rows = await NEWEST.of(uow, {"at_most": length + 1})
    else:
        last = select(*_ORDER).where(published_news.c.news_id == before).subquery("last")
        older = _PUBLISHED.join(last, tuple_(*_ORDER) < tuple_(*last.c)).limit(length + 1)
        rows = [published_of(row) for row in await uow.execute(older)]
    names = await Lycees(uow).names()
    items = [item for row in rows[:length] if (item := _item(row, names))]
    return NewsPage(items, items[-1].id if len(rows) > length else None)


async def read_proposals(
    uow: UnitOfWork, *, waiting: bool = False, before: UUID | None = None
) -> ProposalPage:
    """Proposals of the lycées in scope; those that wait for a decision when `waiting`."""
    if waiting and before is None:
        return await _proposals(uow, await PROPOSED.of(uow, {}))
    order = (news.c.proposed_at, news.c.news_id)
    statement = select(news).where(news.c.status != NewsStatus.ERASED.value)
    if waiting:
        statement = statement.where(_WAITING)
    if before is not None:
        last = select(*order).where(news.c.news_id == before).subquery("last")
        statement = statement.join(last, tuple_(*order) < tuple_(*last.c))
    statement = statement.order_by(*(column.desc() for column in order)).limit(PAGE_LENGTH + 1)
    return await _proposals(uow, [news_of(row) for row in await uow.execute(statement)])


async def _proposals(uow: UnitOfWork, rows: Sequence[News]) -> ProposalPage:
    names = await Lycees(uow).names()
    shown = [(item, names.get(item.uai, item.uai)) for item in rows[:PAGE_LENGTH]]
    return ProposalPage(shown, shown[-1][0].id if len(rows) > PAGE_LENGTH else None)


async def count_waiting(uow: UnitOfWork) -> int:
    """How many proposals of the scope wait for a decision."""
    return await PROPOSED_COUNT.of(uow, {})


async def read_news(uow: UnitOfWork, news_id: UUID) -> Shown:
    """One item. Raises NotFound for what the scope may not know of."""
    own = await NewsItems(uow).find(news_id)
    told = await PublishedNews(uow).find(news_id)
    if own is None and told is None:
        raise NotFound
    names = await Lycees(uow).names()
    lycee = own.uai if own else told.lycee if told else ""
    author = names.get(lycee, lycee)
    public = told is not None and told.public_at is not None
    if own is not None:
        gone, seen = own.status is NewsStatus.ERASED, await NewsPictures(uow).seen(news_id)
        return Shown(author, own=own, gone=gone, public=public, picture=seen)
    item = _item(told, names) if told else None
    pictures = await PublishedPictures(uow).seen([news_id])
    return Shown(author, item=item, gone=item is None, public=public, picture=pictures.get(news_id))


async def read_picture(uow: UnitOfWork, news_id: UUID) -> bytes:
    """The picture of an item: of a proposal to who may read it, else of what the network reads. Raises NotFound."""
    content = await NewsPictures(uow).content(news_id) or await PublishedPictures(uow).content(
        news_id
    )
    if content is None:
        raise NotFound
    return content


async def read_items(uow: UnitOfWork, ids: Collection[UUID]) -> Mapping[UUID, tuple[News, str]]:
    """Those of these items that the lycée in scope proposed and that have a text, with their author."""
    statement = select(news).where(
        news.c.news_id == any_(bindparam("ids", list(ids), ARRAY(Uuid))),
        news.c.status != NewsStatus.ERASED.value,
    )
    items = [news_of(row) for row in await uow.execute(statement)]
    names = await Lycees(uow).names() if items else {}
    return {item.id: (item, names.get(item.uai, item.uai)) for item in items}


async def revision(uow: UnitOfWork) -> int:
    """Grows each time news were published or withdrawn."""
    return await read_revision(uow.connection, PROJECTION)


async def latest_revision(database: Database, changes: Changes, *, shown: int | None) -> int:
    """The newest revision, at the least cost: every open page asks at every change. Raises Unavailable.

    `shown`: what the page shows; a signal that told of a newer one answers by itself.
    """
    return changes.newer(PROJECTION, shown) or await glance_at_revision(database, PROJECTION)


def _item(row: Published, names: dict[str, str]) -> Item | None:
    if row.text is None:
        return None
    author = names.get(row.lycee, row.lycee)
    return Item(row.id, row.text, author, row.first_published_at, row.published_at)


_ORDER = (published_news.c.first_published_at, published_news.c.news_id)
_PUBLISHED = (
    select(published_news)
    .where(published_news.c.withdrawn_at.is_(None))
    .order_by(*(column.desc() for column in _ORDER))
)
NEWEST = Reading(
    _PUBLISHED.limit(bindparam("at_most", type_=Integer)),
    lambda rows: [published_of(row) for row in rows],
)
"""What was published last."""
_WAITING = news.c.status == NewsStatus.PROPOSED.value
PROPOSED = Reading(
    select(news)
    .where(_WAITING)
    .order_by(news.c.proposed_at.desc(), news.c.news_id.desc())
    .limit(PAGE_LENGTH + 1),
    lambda rows: [news_of(row) for row in rows],
)
"""The proposals that wait for a decision, the newest first."""
PROPOSED_COUNT = Reading(
    select(func.count().label("waiting")).where(_WAITING), lambda rows: int(rows[0].waiting)
)
