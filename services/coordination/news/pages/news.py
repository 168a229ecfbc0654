"""What the network reads, and the page of one item with what may be done to it."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.database.readings import Together
from services.chassis.live.page_stream import ServerSentEvent, event_stream
from services.chassis.unit_of_work.permissions import Action
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.query_route import runtime_of, still_allowed
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.coordination.base.form_pieces import DecisionForm
from services.coordination.news.commands import (
    erase_news,
    publish_news,
    reconsider_news,
    refuse_news,
    withdraw_news,
)
from services.coordination.news.forms import RefusalForm
from services.coordination.news.labels import STATUSES
from services.coordination.news.model.news import NewsStatus
from services.coordination.news.model.text import paragraphs, summary
from services.coordination.news.queries import (
    NEWEST,
    latest_revision,
    read_news,
    read_published,
    revision,
)
from services.coordination.news.store.news import NAMES
from services.coordination.permissions import (
    PERMISSIONS,
    PROPOSE_NEWS,
    PUBLISH_NEWS,
    SEE_NETWORK,
)

router = Router()
ITEM = "/actualites/{news_id}"
MOVED = "revision"
"""The browser event that makes the list fetch itself again."""
LATEST = 3
NEWS_READ = (NEWEST, NAMES)
_LATEST = Together(*NEWS_READ)
Decision = Annotated[Typed[DecisionForm], form_of(DecisionForm)]


@router.page("/actualites", action=SEE_NETWORK)
async def published(
    request: Request, uow: RequestUnitOfWork, avant: UUID | None = None
) -> Response:
    """What the network reads, newest first (actualités)."""
    # Read before the list: a change that falls between makes the page fetch it again.
    now_at = await revision(uow)
    page = await read_published(uow, before=avant)
    return render(
        request,
        "coordination/news/news.html",
        page=page,
        first=avant is None,
        revision=now_at,
        moved=MOVED,
        now=uow.now,
        summary=summary,
        may_propose=_may(request, PROPOSE_NEWS),
    )


@router.fragment("/actualites/fragments/liste", action=SEE_NETWORK)
async def list_fragment(request: Request, uow: RequestUnitOfWork) -> Response:
    """The newest page of the list alone."""
    page = await read_published(uow)
    return render(
        request, "coordination/news/news_list.html", page=page, first=True, summary=summary
    )


def latest_given() -> Mapping[str, Any]:
    """What the newest items are asked with: one more, which says whether there are others."""
    return {"at_most": LATEST + 1}


@router.fragment("/reseau/fragments/actualites", action=SEE_NETWORK)
async def latest(request: Request, uow: RequestUnitOfWork) -> Response:
    """The newest items, for the home page."""
    await _LATEST.ahead(uow, latest_given())
    page = await read_published(uow, length=LATEST)
    return render(request, "coordination/news/fragment_latest.html", page=page)


@router.fragment("/actualites/flux", action=SEE_NETWORK)
async def follow(request: Request) -> Response:
    """Server-sent events: a revision each time news were published or withdrawn."""
    runtime = runtime_of(request)

    async def moved(after: int | None) -> ServerSentEvent | None:
        # A connection is held for this one question, if at all: a page stays open for hours.
        now_at = await latest_revision(runtime.database, runtime.changes, shown=after)
        return None if now_at == after else ServerSentEvent(now_at, "", event=MOVED)

    return event_stream(request, runtime.changes, moved, allowed=still_allowed(request))


@router.page(ITEM, action=SEE_NETWORK)
async def item(request: Request, uow: RequestUnitOfWork, news_id: UUID) -> Response:
    """One item; what was withdrawn says so and no more (410)."""
    return await _item(request, uow, Typed.blank(RefusalForm), news_id)


async def _item(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], news_id: UUID
) -> Response:
    shown = await read_news(uow, news_id)
    if shown.gone:
        return render(request, "coordination/news/news_gone.html", status=410)
    own = shown.own
    text = own.text if own else shown.item.text if shown.item else None
    return render(
        request,
        "coordination/news/news_item.html",
        news_id=news_id,
        shown=shown,
        text=text,
        paragraphs=paragraphs(text) if text else [],
        state=own.status if own else NewsStatus.PUBLISHED,
        statuses=STATUSES,
        typed=typed,
        may_edit=own is not None and own.may_be_edited and _may(request, PROPOSE_NEWS),
        may_decide=own is not None and _may(request, PUBLISH_NEWS),
    )


@router.form(f"{ITEM}/publication", action=PUBLISH_NEWS, redisplay=_item)
async def publish(news_id: UUID, uow: RequestUnitOfWork, typed: Decision) -> Response:
    """Publish a proposal, or put back what was withdrawn."""
    await publish_news(uow, news_id=news_id, version=typed.model.version, now=uow.now)
    return see_other(f"/actualites/{news_id}", notice="Actualité publiée\u00a0: le réseau la lit.")


@router.form(f"{ITEM}/retrait", action=PUBLISH_NEWS, redisplay=_item)
async def withdraw(news_id: UUID, uow: RequestUnitOfWork, typed: Decision) -> Response:
    """Withdraw what was published."""
    await withdraw_news(uow, news_id=news_id, version=typed.model.version, now=uow.now)
    notice = "Actualité retirée des pages et des abonnements. Vous pouvez la rétablir."
    return see_other(f"/actualites/{news_id}", notice=notice)


@router.form(f"{ITEM}/refus", action=PUBLISH_NEWS, redisplay=_item)
async def refuse(
    news_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[RefusalForm], form_of(RefusalForm)],
) -> Response:
    """Refuse a proposal and say why."""
    form = typed.model
    await refuse_news(uow, news_id=news_id, version=form.version, reason=form.reason, now=uow.now)
    return see_other(
        f"/actualites/{news_id}", notice="Proposition refusée\u00a0: son bureau lit le motif."
    )


@router.form(f"{ITEM}/reprise", action=PUBLISH_NEWS, redisplay=_item)
async def reconsider(news_id: UUID, uow: RequestUnitOfWork, typed: Decision) -> Response:
    """Take a refusal back."""
    await reconsider_news(uow, news_id=news_id, version=typed.model.version, now=uow.now)
    return see_other(f"/actualites/{news_id}", notice="La proposition attend de nouveau.")


@router.form(f"{ITEM}/effacement", action=PROPOSE_NEWS, redisplay=_item)
async def erase(news_id: UUID, uow: RequestUnitOfWork, typed: Decision) -> Response:
    """Erase a text nobody reads."""
    await erase_news(uow, news_id=news_id, version=typed.model.version, now=uow.now)
    return see_other("/actualites/propositions", notice="Le texte est effacé.")


def _may(request: Request, action: Action) -> bool:
    identity = context_of(request).user
    return PERMISSIONS.allows(identity, action)
