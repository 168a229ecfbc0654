"""What everybody reads of the network: a page, feeds and a frame; and what the supervisor opens to all."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.permissions import PUBLIC
from services.chassis.unit_of_work.unit_of_work import Scope
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.query_route import recognise, runtime_of
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.requests.visitor_pace import Pace, visitor_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.chassis.web.views.french import month_name
from services.coordination.base.form_pieces import DecisionForm
from services.coordination.feeds.queries import Feed, atom, json_feed
from services.coordination.news.model.calendar import local_date
from services.coordination.news.model.text import paragraphs
from services.coordination.news.queries import NewsPage
from services.coordination.news.store.news import NewsItems
from services.coordination.permissions import PUBLISH_NEWS
from services.coordination.public_news.commands import open_news, reserve_news
from services.coordination.public_news.forms import OpeningForm
from services.coordination.public_news.queries import (
    is_public,
    is_published,
    read_public,
    read_public_item,
    read_public_picture,
)

router = Router()
PUBLIC_PAGE = "/reseau/actualites"
OPENING = "/actualites/{news_id}/public"
ITEM = f"{PUBLIC_PAGE}/{{public_news_id}}"
NEVER = datetime(2023, 9, 1, tzinfo=UTC)
"""When a feed without an item was updated: the bureaux opened that day."""
FEED_ITEMS = 30
FRAME_ITEMS = 5
VISITS = Pace(times=240, seconds=60)
"""A whole lycée, or a site that shows our frame through its own server, may be one visitor."""
# Asked again each time: what is withdrawn must be gone from every cache at once.
ASKED_AGAIN = {"Cache-Control": "public, no-cache"}
FRAMED = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'none'; "
        "base-uri 'none'; frame-ancestors *"
    ),
    # Its sheet is asked for by a page of ours, whoever shows it.
    "Cross-Origin-Opener-Policy": "unsafe-none",
}
"""The frame runs nothing, sends nothing and knows nobody: any site may show it."""


@router.page(PUBLIC_PAGE, action=PUBLIC)
async def public_page(request: Request, avant: UUID | None = None) -> Response:
    """The network's news, as everybody reads them (actualités publiques)."""
    page = await _read(request, before=avant)
    if avant is not None and not page.items:  # where one was is withdrawn: nothing comes after it
        avant, page = None, await _read(request)
    newest = page.items[0].updated_at if page.items and avant is None else None
    await recognise(request)  # whoever is signed in keeps the menu
    return render(
        request,
        "coordination/public_news/public_news.html",
        page=page,
        first=avant is None,
        newest=month_name(local_date(newest)) if newest else None,
        paragraphs=paragraphs,
        address=_address(request),
    )


@router.query(f"{PUBLIC_PAGE}/atom.xml", action=PUBLIC)
async def as_atom(request: Request) -> Response:
    """The public news in Atom."""
    return await _feed(request, "atom.xml", atom, "application/atom+xml")


@router.query(f"{PUBLIC_PAGE}/feed.json", action=PUBLIC)
async def as_json(request: Request) -> Response:
    """The public news in JSON Feed."""
    return await _feed(request, "feed.json", json_feed, "application/feed+json")


@router.page(f"{PUBLIC_PAGE}/cadre", action=PUBLIC)
async def frame(request: Request) -> Response:
    """The newest, for a frame on the site of a lycée, of the DSDEN or of a partner."""
    page = await _read(request, length=FRAME_ITEMS)
    drawn = render(request, "coordination/public_news/frame.html", page=page, paragraphs=paragraphs)
    drawn.headers.update(FRAMED)
    return _fresh(request, bytes(drawn.body), drawn)


@router.page(ITEM, action=PUBLIC)
async def item(request: Request, public_news_id: UUID) -> Response:
    """One item; of what is no more for everybody, that it is gone (410)."""
    VISITS.count(visitor_of(request))
    async with _work(request) as uow:
        found = await read_public_item(uow, public_news_id)
    await recognise(request)
    if found is None:
        return render(request, "coordination/public_news/public_item_gone.html", status=410)
    return render(
        request,
        "coordination/public_news/public_item.html",
        item=found,
        paragraphs=paragraphs,
    )


@router.page(f"{ITEM}/image.jpg", action=PUBLIC)
async def picture(request: Request, public_news_id: UUID) -> Response:
    """The picture of one item everybody reads."""
    VISITS.count(visitor_of(request))
    async with _work(request) as uow:
        content = await read_public_picture(uow, public_news_id)
    return _fresh(request, content, Response(content, media_type="image/jpeg"))


@router.page(OPENING, action=PUBLISH_NEWS)
async def opening(request: Request, uow: RequestUnitOfWork, news_id: UUID) -> Response:
    """Whether everybody reads an item, and the choice (ouvrir au public)."""
    return await _opening(request, uow, Typed.blank(OpeningForm), news_id)


async def _opening(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], news_id: UUID
) -> Response:
    own = await NewsItems(uow).find(news_id)
    if own is None or own.text is None:
        raise NotFound
    return render(
        request,
        "coordination/public_news/opening.html",
        typed=typed,
        news_id=news_id,
        own=own,
        public=await is_public(uow, news_id),
        published=await is_published(uow, news_id),
        address=_address(request),
    )


@router.form(OPENING, action=PUBLISH_NEWS, redisplay=_opening)
async def open_to_all(
    news_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[OpeningForm], form_of(OpeningForm)],
) -> Response:
    """Show it to everybody."""
    await open_news(uow, news_id=news_id, version=typed.model.version, now=uow.now)
    here = f"/actualites/{news_id}/public"
    return see_other(here, notice="Actualité ouverte\u202f: tout le monde peut la lire.")


@router.form(f"{OPENING}/reserve", action=PUBLISH_NEWS, redisplay=_opening)
async def reserve(
    news_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[DecisionForm], form_of(DecisionForm)],
) -> Response:
    """Show it to the network alone again."""
    await reserve_news(uow, news_id=news_id, version=typed.model.version, now=uow.now)
    here = f"/actualites/{news_id}/public"
    return see_other(
        here, notice="Actualité réservée au réseau\u202f: elle a quitté la page publique."
    )


def _address(request: Request) -> str:
    return f"{runtime_of(request).settings.public_url.rstrip('/')}{PUBLIC_PAGE}"


def _work(request: Request) -> Any:
    """What everybody reads is no lycée's: it is read as the DSDEN."""
    work = runtime_of(request).work
    scope = Scope(frozenset({work.department_uai}))
    return work.begin(scope, correlation_id=context_of(request).correlation_id)


async def _read(
    request: Request, *, before: UUID | None = None, length: int | None = None
) -> NewsPage:
    VISITS.count(visitor_of(request))
    more = {} if length is None else {"length": length}
    async with _work(request) as uow:
        return await read_public(uow, before=before, **more)


async def _feed(
    request: Request, file: str, draw: Callable[[Feed], bytes], media_type: str
) -> Response:
    page = await _read(request, length=FEED_ITEMS)
    origin = runtime_of(request).settings.public_url.rstrip("/")
    # An empty feed says nothing of when it is read: it would never be the same twice.
    feed = Feed(origin, f"{origin}{PUBLIC_PAGE}/{file}", page.items, NEVER, path=PUBLIC_PAGE)
    content = draw(feed)
    return _fresh(request, content, Response(content, media_type=media_type))


def _fresh(request: Request, content: bytes, answer: Response) -> Response:
    """The answer, or that what the reader kept still is so (304)."""
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    answer.headers.update({**ASKED_AGAIN, "ETag": etag})
    if request.headers.get("if-none-match") != etag:
        return answer
    kept = {
        name: value
        for name, value in answer.headers.items()
        if name not in ("content-length", "content-type")
    }
    return Response(status_code=304, headers=kept)
