"""The interface of coordination for programs, in JSON: read the directory and the news, propose some."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from contracts.coordination.actors import ActorKind
from contracts.identifiers import CommuneCode
from services.chassis.web.router import RequestUnitOfWork, Router
from services.coordination import api_described
from services.coordination.actors.queries import ActorCut, read_actors
from services.coordination.news.commands import propose_news
from services.coordination.news.forms import NewsForm
from services.coordination.news.queries import read_published
from services.coordination.permissions import PROPOSE_NEWS, SEE_NETWORK

router = Router()


class ActorItem(BaseModel):
    """An actor of the network."""

    actor_id: UUID
    kind: ActorKind
    name: str
    commune: CommuneCode | None
    website: str | None


class ActorList(BaseModel):
    """A page of the directory; `after` asks for the next one."""

    items: Sequence[ActorItem]
    after: UUID | None


class NewsItem(BaseModel):
    """A published news item."""

    news_id: UUID
    title: str
    body: str
    link: str | None
    author: str
    published_at: datetime


class NewsList(BaseModel):
    """A page of news, newest first; `before` asks for older ones."""

    items: Sequence[NewsItem]
    before: UUID | None


class Proposed(BaseModel):
    """The id of what was proposed."""

    news_id: UUID


class ProposeCommand(NewsForm):
    """News to propose."""

    command_id: UUID


@router.query("/api/coordination/actors", action=SEE_NETWORK, described=api_described.ACTORS)
async def list_actors(
    uow: RequestUnitOfWork, q: str = "", kind: ActorKind | None = None, after: UUID | None = None
) -> ActorList:
    """Actors that have all the words of `q`."""
    page = await read_actors(uow, words=q, cut=ActorCut(kind=kind), after=after)
    items = [ActorItem(actor_id=one.id, **_public(one.details)) for one in page.items]
    return ActorList(items=items, after=page.after)


@router.query("/api/coordination/news", action=SEE_NETWORK, described=api_described.NEWS)
async def list_news(uow: RequestUnitOfWork, before: UUID | None = None) -> NewsList:
    """What the network reads."""
    page = await read_published(uow, before=before)
    items = [
        NewsItem(
            news_id=item.id, author=item.author, published_at=item.published_at, **vars(item.text)
        )
        for item in page.items
    ]
    return NewsList(items=items, before=page.before)


@router.command(
    "/api/coordination/news", action=PROPOSE_NEWS, status=201, described=api_described.PROPOSE
)
async def propose(command: ProposeCommand, uow: RequestUnitOfWork) -> Proposed:
    """Propose news."""
    news_id = await propose_news(uow, text=command.text(), uai=command.uai, now=uow.now)
    return Proposed(news_id=news_id)


def _public(details: object) -> dict[str, object]:
    return {name: getattr(details, name) for name in ("kind", "name", "commune", "website")}
