"""Proposing news, and what became of proposals."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.base.errors import NotFound
from services.chassis.database.readings import Together
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.requests.lycee_choice import writable
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.coordination.base.text import TITLE_CHARACTERS_MAX
from services.coordination.news.commands import edit_news, propose_news
from services.coordination.news.forms import EditedNewsForm, NewsForm
from services.coordination.news.labels import STATUSES
from services.coordination.news.model.text import BODY_CHARACTERS_MAX
from services.coordination.news.queries import (
    PROPOSED,
    PROPOSED_COUNT,
    count_waiting,
    read_news,
    read_proposals,
)
from services.coordination.news.store.news import NAMES
from services.coordination.permissions import PERMISSIONS, PROPOSE_NEWS, PUBLISH_NEWS

router = Router()
WAITING_READ = (PROPOSED, PROPOSED_COUNT, NAMES)
_WAITING = Together(*WAITING_READ)
NEW = "/actualites/nouvelle"
EDIT = "/actualites/{news_id}/correction"


@router.page("/actualites/propositions", action=PROPOSE_NEWS)
async def proposals(
    request: Request, uow: RequestUnitOfWork, avant: UUID | None = None
) -> Response:
    """Proposals in all states: one's own, or all lycées' for the supervisor."""
    page = await read_proposals(uow, before=avant)
    return render(
        request,
        "coordination/news/proposals.html",
        page=page,
        first=avant is None,
        statuses=STATUSES,
    )


@router.fragment("/reseau/fragments/actualites-a-publier", action=PUBLISH_NEWS)
async def waiting(request: Request, uow: RequestUnitOfWork) -> Response:
    """What waits for the supervisor, for the home page."""
    await _WAITING.ahead(uow, {})
    page = await read_proposals(uow, waiting=True)
    return render(
        request,
        "coordination/news/fragment_waiting.html",
        page=page,
        count=await count_waiting(uow),
    )


@router.page(NEW, action=PROPOSE_NEWS)
async def new(request: Request) -> Response:
    """An empty item."""
    return _form(request, Typed.blank(NewsForm))


async def _new_again(request: Request, typed: Refused[Any]) -> Response:
    return _form(request, typed)


def _form(request: Request, typed: Typed[Any], news_id: UUID | None = None) -> Response:
    return render(
        request,
        "coordination/news/news_form.html",
        typed=typed,
        news_id=news_id,
        lycees=writable(request, PERMISSIONS, PROPOSE_NEWS),
        title_max=TITLE_CHARACTERS_MAX,
        body_max=BODY_CHARACTERS_MAX,
    )


@router.form(NEW, action=PROPOSE_NEWS, redisplay=_new_again)
async def propose(
    uow: RequestUnitOfWork, typed: Annotated[Typed[NewsForm], form_of(NewsForm)]
) -> Response:
    """Propose it to the supervisor."""
    form = typed.model
    news_id = await propose_news(uow, text=form.text(), uai=form.uai, now=uow.now)
    notice = "Actualité proposée\u00a0: la supervision la publiera ou vous dira pourquoi non."
    return see_other(f"/actualites/{news_id}", notice=notice)


@router.page(EDIT, action=PROPOSE_NEWS)
async def edit(request: Request, uow: RequestUnitOfWork, news_id: UUID) -> Response:
    """An item to correct."""
    own = (await read_news(uow, news_id)).own
    if own is None or own.text is None:
        raise NotFound
    typed = Typed.blank(EditedNewsForm, **vars(own.text), version=own.version)
    return _form(request, typed, news_id)


async def _edit_again(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], news_id: UUID
) -> Response:
    if (await read_news(uow, news_id)).own is None:
        raise NotFound
    return _form(request, typed, news_id)


@router.form(EDIT, action=PROPOSE_NEWS, redisplay=_edit_again)
async def correct(
    news_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[EditedNewsForm], form_of(EditedNewsForm)],
) -> Response:
    """Correct it; it is proposed again."""
    form = typed.model
    await edit_news(uow, news_id=news_id, version=form.version, text=form.text(), now=uow.now)
    return see_other(f"/actualites/{news_id}", notice="Actualité corrigée et proposée.")
