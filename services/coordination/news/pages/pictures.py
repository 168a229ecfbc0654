"""The picture of an item: bringing one, taking it away, and the file itself."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.base.errors import NotFound
from services.chassis.documents.pictures import BYTES_MAX, Picture, redrawn
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.router import RequestUnitOfWork, Router, file_read
from services.chassis.web.views.forms import Typed, form_of
from services.coordination.base.form_pieces import DecisionForm
from services.coordination.news.commands import put_picture, remove_picture
from services.coordination.news.forms import ALT_CHARACTERS_MAX, PictureForm
from services.coordination.news.queries import read_news, read_picture
from services.coordination.permissions import PROPOSE_NEWS, SEE_NETWORK

router = Router()
HERE = "/actualites/{news_id}/image"
JPEG = "image/jpeg"


@router.page(f"{HERE}.jpg", action=SEE_NETWORK)
async def picture(uow: RequestUnitOfWork, news_id: UUID) -> Response:
    """The file, to who may read the item."""
    return Response(await read_picture(uow, news_id), media_type=JPEG)


@router.page(HERE, action=PROPOSE_NEWS)
async def form(request: Request, uow: RequestUnitOfWork, news_id: UUID) -> Response:
    """A picture to bring, or to take away."""
    return await _form(request, uow, Typed.blank(PictureForm), news_id)


async def _form(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], news_id: UUID
) -> Response:
    shown = await read_news(uow, news_id)
    if shown.own is None or shown.own.text is None:
        raise NotFound
    return render(
        request,
        "coordination/news/picture_form.html",
        typed=typed,
        news_id=news_id,
        shown=shown,
        own=shown.own,
        alt_max=ALT_CHARACTERS_MAX,
        megabytes=BYTES_MAX // 1_000_000,
    )


async def _brought(typed: Annotated[Typed[PictureForm], form_of(PictureForm)]) -> Picture:
    """The picture, drawn anew. Raises FormRefused, PictureRefused."""
    return await redrawn(await typed.model.file.read(BYTES_MAX + 1))


@router.form(HERE, action=PROPOSE_NEWS, redisplay=_form, reads=_brought)
async def bring(
    news_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[PictureForm], form_of(PictureForm)],
    brought: Annotated[Picture, file_read()],
) -> Response:
    """Put it on the item; the supervisor decides anew."""
    form = typed.model
    await put_picture(
        uow, news_id=news_id, version=form.version, picture=brought, alt=form.alt, now=uow.now
    )
    return see_other(f"/actualites/{news_id}", notice="Image ajoutée à l’actualité proposée.")


@router.form(f"{HERE}/retrait", action=PROPOSE_NEWS, redisplay=_form)
async def remove(
    news_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[DecisionForm], form_of(DecisionForm)],
) -> Response:
    """Erase it."""
    await remove_picture(uow, news_id=news_id, version=typed.model.version, now=uow.now)
    return see_other(f"/actualites/{news_id}", notice="Image retirée.")
