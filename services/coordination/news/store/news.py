"""News: what each lycée proposed, and what the whole network reads."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import PublicText, Uai
from services.chassis.base.errors import NotFound
from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.news.model.news import News, NewsStatus
from services.coordination.news.model.text import NewsText
from services.coordination.news.store.pictures import NewsPictures, PublishedPictures
from services.coordination.news.tables import lycees, news, published_news


class NewsItems:
    """What the lycées in scope proposed, in all states."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, item: News) -> None:
        """Record a proposal."""
        await self._uow.execute(insert(news).values(news_id=item.id, uai=item.uai, **_values(item)))

    async def find(self, news_id: UUID) -> News | None:
        """The item, if the scope may know of it."""
        row = (await self._uow.execute(select(news).where(news.c.news_id == news_id))).first()
        return news_of(row) if row else None

    async def get_for_update(self, news_id: UUID) -> News:
        """Raises NotFound. Nobody else changes it until the commit."""
        statement = select(news).where(news.c.news_id == news_id).with_for_update()
        row = (await self._uow.execute(statement)).first()
        if row is None:
            raise NotFound
        return news_of(row)

    async def erase(self, news_id: UUID, *, now: datetime) -> None:
        """Whatever its state is: a backup brought it back."""
        gone = {"title": None, "body": None, "link": None, "reason": None}
        await self._uow.execute(
            update(news)
            .where(news.c.news_id == news_id, news.c.status != NewsStatus.ERASED)
            .values(**gone, status=NewsStatus.ERASED, changed_at=now, version=news.c.version + 1)
        )
        await NewsPictures(self._uow).remove(news_id)

    async def withdraw(self, news_id: UUID, *, now: datetime) -> None:
        """A backup brought it back as it was published."""
        await self._uow.execute(
            update(news)
            .where(news.c.news_id == news_id, news.c.status == NewsStatus.PUBLISHED)
            .values(status=NewsStatus.WITHDRAWN, changed_at=now, version=news.c.version + 1)
        )

    async def save(self, item: News) -> None:
        """Record what changed."""
        await self._uow.execute(
            update(news).where(news.c.news_id == item.id).values(**_values(item))
        )


@dataclass(frozen=True)
class Published:
    """What the network reads of an item; `text` is gone once it was withdrawn."""

    id: UUID
    lycee: Uai
    text: NewsText | None
    first_published_at: datetime
    published_at: datetime
    withdrawn_at: datetime | None
    public_at: datetime | None = None
    """Since when everybody may read it; None: the network alone."""


class PublishedNews:
    """What the whole network reads; written in the scope of the department."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def put(self, item: News, text: NewsText, *, now: datetime) -> None:
        """Let the network read it, as it was approved."""
        shown = {**vars(text), "published_at": now, "withdrawn_at": None, "public_at": None}
        added = insert(published_news).values(
            news_id=item.id, lycee=item.uai, first_published_at=now, **shown
        )
        await self._uow.execute(added.on_conflict_do_update(index_elements=["news_id"], set_=shown))
        await PublishedPictures(self._uow).put(item.id)

    async def take_away(self, news_id: UUID, *, now: datetime) -> None:
        """Leave the id, and that there was something."""
        await self._uow.execute(
            update(published_news)
            .where(published_news.c.news_id == news_id, published_news.c.withdrawn_at.is_(None))
            .values(title=None, body=None, link=None, withdrawn_at=now, public_at=None)
        )
        await PublishedPictures(self._uow).take_away(news_id)

    async def show(self, news_id: UUID, *, public_at: datetime | None) -> bool:
        """Show it to everybody, or to the network alone; whether that changed anything."""
        was = published_news.c.public_at
        changed = await self._uow.execute(
            update(published_news)
            .where(
                published_news.c.news_id == news_id,
                published_news.c.withdrawn_at.is_(None),
                was.is_(None) if public_at else was.is_not(None),
            )
            .values(public_at=public_at)
        )
        return changed.rowcount == 1

    async def find(self, news_id: UUID) -> Published | None:
        """What the network reads of it, or knows that there was."""
        statement = select(published_news).where(published_news.c.news_id == news_id)
        row = (await self._uow.execute(statement)).first()
        return published_of(row) if row else None


NAMES = Reading(
    select(lycees.c.lycee, lycees.c.name), lambda rows: {row.lycee: row.name for row in rows}
)
"""The names of the lycées."""


class Lycees:
    """Names of the lycées, as the portal tells them."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def names(self) -> dict[str, str]:
        """The names by UAI, with the DSDEN's."""
        return {self._uow.department_uai: "DSDEN", **await NAMES.of(self._uow, {})}

    async def keep(self, uai: Uai, name: PublicText, version: int) -> None:
        """Keep a name unless a newer one is known."""
        added = insert(lycees).values(lycee=uai, name=name, version=version)
        await self._uow.execute(
            added.on_conflict_do_update(
                index_elements=["lycee"],
                set_={"name": added.excluded.name, "version": added.excluded.version},
                where=lycees.c.version < added.excluded.version,
            )
        )


def news_of(row: Any) -> News:
    """An item as it is kept."""
    return News(
        id=row.news_id,
        uai=Uai(row.uai),
        text=_text_of(row),
        proposed_at=row.proposed_at,
        changed_at=row.changed_at,
        status=NewsStatus(row.status),
        reason=row.reason,
        version=row.version,
    )


def published_of(row: Any) -> Published:
    """What is published, as it is kept."""
    return Published(
        row.news_id,
        Uai(row.lycee),
        _text_of(row),
        row.first_published_at,
        row.published_at,
        row.withdrawn_at,
        row.public_at,
    )


def _text_of(row: Any) -> NewsText | None:
    return None if row.title is None else NewsText(row.title, row.body, row.link)


def _values(item: News) -> dict[str, Any]:
    text = item.text
    return {
        "title": text.title if text else None,
        "body": text.body if text else None,
        "link": text.link if text else None,
        "status": item.status.value,
        "reason": item.reason,
        "proposed_at": item.proposed_at,
        "changed_at": item.changed_at,
        "version": item.version,
    }
