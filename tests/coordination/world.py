"""A bureau, another one and the supervisor, as the tests speak of them."""

import io
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Concatenate, ParamSpec, TypeVar
from uuid import UUID

from PIL import Image

from contracts.coordination.actors import ActorKind
from contracts.identifiers import PublicText, Uai
from services.chassis.unit_of_work.unit_of_work import Scope, UnitOfWork, UnitsOfWork
from services.coordination.actors.commands import add_actor
from services.coordination.actors.model.actor import ActorDetails
from services.coordination.feeds.store import FeedLink, FeedLinks
from services.coordination.news.commands import (
    copy_lycee,
    propose_news,
    publish_news,
    withdraw_news,
)
from services.coordination.news.model.news import News
from services.coordination.news.model.text import NewsText
from services.coordination.news.store.news import NewsItems
from tests.support.network import ELSEWHERE, HERE

ORIENTATION, DESCRIPTION = 0x0112, 0x010E
"""Tags of EXIF: how the camera was held, and what somebody wrote of it."""
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
RENAMED = 2
"""Above what the portal tells of a lycée it just opened, whichever of the two is heard first."""
BODY = "Le forum a réuni 40 entreprises.\n\nTout est sur https://forum.example/2026."

P = ParamSpec("P")
R = TypeVar("R")


def text(title: str = "Forum des métiers", body: str = BODY, link: str | None = None) -> NewsText:
    return NewsText(title, body, link)


@dataclass
class Somebody:
    """A bureau, or the supervisor, at work; time goes on with each thing done."""

    units: UnitsOfWork
    scope: Scope
    now: datetime = NOW

    async def do(
        self,
        use_case: Callable[Concatenate[UnitOfWork, P], Awaitable[R]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        async with self.units.begin(self.scope, now=self.now) as uow:
            return await use_case(uow, *args, **kwargs)

    def later(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now

    async def knows(self, names: Mapping[Uai, str]) -> None:
        for uai, name in names.items():
            await self.do(copy_lycee, uai=uai, name=PublicText(name), version=RENAMED)

    async def proposes(self, title: str = "Forum des métiers", body: str = BODY) -> UUID:
        return await self.do(propose_news, text=text(title, body), now=self.later())

    async def sees(self, news_id: UUID) -> News | None:
        async def find(uow: UnitOfWork) -> News | None:
            return await NewsItems(uow).find(news_id)

        return await self.do(find)

    async def version(self, news_id: UUID) -> int:
        item = await self.sees(news_id)
        assert item is not None
        return item.version

    async def decides(self, use_case: Any, news_id: UUID, **more: Any) -> None:
        version = await self.version(news_id)
        await self.do(use_case, news_id=news_id, version=version, **more, now=self.later())

    async def publishes(self, news_id: UUID) -> None:
        await self.decides(publish_news, news_id)

    async def withdraws(self, news_id: UUID) -> None:
        await self.decides(withdraw_news, news_id)

    async def adds(
        self, name: str = "CLEE de Montauban", kind: ActorKind = ActorKind.CLEE, **more: Any
    ) -> UUID:
        return await self.do(add_actor, details=ActorDetails(kind, name, **more))

    async def feed_of(self, account_id: UUID) -> FeedLink:
        async def find(uow: UnitOfWork) -> FeedLink | None:
            return await FeedLinks(uow).open_of(account_id)

        link = await self.do(find)
        assert link is not None
        return link


def bureau_of(units: UnitsOfWork, uai: Uai) -> Somebody:
    return Somebody(units, Scope(frozenset({uai})))


def people(units: UnitsOfWork) -> tuple[Somebody, Somebody]:
    """The bureau here, and the supervisor."""
    return bureau_of(units, HERE), Somebody(units, Scope(frozenset(), department_wide=True))


def elsewhere(units: UnitsOfWork) -> Somebody:
    return bureau_of(units, ELSEWHERE)


def picture(note: bytes = b"") -> bytes:
    """A JPEG as a camera writes it: turned on its side, with a note of where it was taken."""
    drawn = Image.new("RGB", (60, 40), (20, 90, 160))
    written = drawn.getexif()
    written[ORIENTATION], written[DESCRIPTION] = 6, note.decode()
    kept = io.BytesIO()
    drawn.save(kept, "JPEG", exif=written)
    return kept.getvalue()
