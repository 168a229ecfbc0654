"""Pictures of the news: what each lycée proposed, and what the whole network sees."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, delete, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert

from services.chassis.documents.pictures import Picture
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.news.model.news import News
from services.coordination.news.tables import news_pictures, published_pictures


@dataclass(frozen=True)
class Seen:
    """What a page says of a picture: in words for who does not see it, and its size in pixels."""

    alt: str
    width: int
    height: int


class NewsPictures:
    """The pictures of what the lycées in scope proposed."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def put(self, item: News, picture: Picture, alt: str) -> None:
        """Keep a picture in place of the one there was."""
        kept = {**vars(picture), "alt": alt}
        added = upsert(news_pictures).values(uai=item.uai, news_id=item.id, **kept)
        await self._uow.execute(
            added.on_conflict_do_update(index_elements=["uai", "news_id"], set_=kept)
        )

    async def remove(self, news_id: UUID) -> None:
        """Erase it."""
        gone = delete(news_pictures).where(news_pictures.c.news_id == news_id)
        await self._uow.execute(gone)

    async def seen(self, news_id: UUID) -> Seen | None:
        """What a page says of it."""
        return (await _seen(self._uow, news_pictures, [news_id])).get(news_id)

    async def content(self, news_id: UUID) -> bytes | None:
        """The JPEG."""
        return await _content(self._uow, news_pictures, news_id)


class PublishedPictures:
    """What the whole network sees; written in the scope of the department."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def put(self, news_id: UUID) -> None:
        """Have the network see the picture of an item as it is now, or none."""
        await self.take_away(news_id)
        columns = ("news_id", "alt", "content", "width", "height")
        own = select(*(news_pictures.c[name] for name in columns)).where(
            news_pictures.c.news_id == news_id
        )
        await self._uow.execute(insert(published_pictures).from_select(columns, own))

    async def take_away(self, news_id: UUID) -> None:
        """Leave nothing of it."""
        gone = delete(published_pictures).where(published_pictures.c.news_id == news_id)
        await self._uow.execute(gone)

    async def seen(self, ids: Collection[UUID]) -> Mapping[UUID, Seen]:
        """What pages say of those of these items that have one."""
        return await _seen(self._uow, published_pictures, ids)

    async def content(self, news_id: UUID) -> bytes | None:
        """The JPEG."""
        return await _content(self._uow, published_pictures, news_id)


async def _seen(uow: UnitOfWork, table: Any, ids: Collection[UUID]) -> Mapping[UUID, Seen]:
    if not ids:
        return {}
    rows = await uow.execute(
        select(table.c.news_id, table.c.alt, table.c.width, table.c.height).where(
            table.c.news_id == any_(bindparam("ids", list(ids), ARRAY(Uuid)))
        )
    )
    return {row.news_id: Seen(row.alt, row.width, row.height) for row in rows}


async def _content(uow: UnitOfWork, table: Any, news_id: UUID) -> bytes | None:
    found = await uow.execute(select(table.c.content).where(table.c.news_id == news_id))
    content: bytes | None = found.scalar()
    return content
