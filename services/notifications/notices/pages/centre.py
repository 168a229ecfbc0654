"""« Avis »: what one was told, by day; read, not read, and all of it at once."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Annotated
from uuid import UUID

from fastapi import Request, Response

from services.chassis.live.unread_counts import COUNTS
from services.chassis.unit_of_work.permissions import SIGNED_IN
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import FormModel, Typed, form_of
from services.chassis.web.views.french import plural
from services.notifications.notice_kinds.model.kinds import KINDS
from services.notifications.notices import labels
from services.notifications.notices.commands import read_notices, unread_notices
from services.notifications.notices.forms import ReadingForm
from services.notifications.notices.queries.centre import (
    Part,
    TakenNotice,
    count_unread,
    is_own,
    read_notices_page,
)
from services.notifications.notices.queries.words import words_for
from services.notifications.rests.model import PARIS

router = Router()
CENTRE = "/avis"
GONE = "Cet avis n’est plus dans votre liste."
"""After ninety days, or of somebody else: which of both is not said."""


@router.page(CENTRE, action=SIGNED_IN)
async def centre(
    request: Request,
    uow: RequestUnitOfWork,
    etat: Part = Part.UNREAD,
    apres: UUID | None = None,
) -> Response:
    """The list: what waits to be read, or all of ninety days."""
    reader = context_of(request).user
    page = await read_notices_page(uow, account_id=reader.account_id, part=etat, after=apres)
    return render(
        request,
        "notifications/notices/centre.html",
        page=page,
        days=_by_day(page.items),
        facts=await words_for(
            runtime_of(request).ask, reader, page.items, department=uow.department_uai
        ),
        unread_here=await count_unread(uow, reader.account_id),
        shown=etat,
        first=apres is None,
        kinds=KINDS,
        labels=labels,
        now=uow.now,
    )


def _by_day(items: Sequence[TakenNotice]) -> list[tuple[date, list[TakenNotice]]]:
    def day_of(one: TakenNotice) -> date:
        return one.told_at.astimezone(PARIS).date()

    return [(day, list(told)) for day, told in groupby(items, day_of)]


@router.form("/avis/lecture", action=SIGNED_IN)
async def read_all(
    request: Request,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[FormModel], form_of(FormModel)],  # noqa: ARG001 – its command id counts
) -> Response:
    """All of it read; the page that follows can take it back."""
    account = context_of(request).user.account_id
    many = await read_notices(uow, account_id=account, now=uow.now)
    _recount(request)
    if not many:
        return see_other(CENTRE, notice="Tout était déjà lu.")
    undo = Undo("/avis/lecture/annulation", {"read_at": uow.now.isoformat()})
    return see_other(CENTRE, notice=f"{plural(many, 'avis lu', 'avis lus')}.", undo=undo)


@router.form("/avis/lecture/annulation", action=SIGNED_IN)
async def unread_all(
    request: Request,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[ReadingForm], form_of(ReadingForm)],
) -> Response:
    """What was read at one stroke is to be read again."""
    form, account = typed.model, context_of(request).user.account_id
    await unread_notices(uow, account_id=account, read_at=form.read_at, now=uow.now)
    _recount(request)
    return see_other(CENTRE, notice="Ces avis sont de nouveau à lire.")


@router.form("/avis/{notice_id}/lecture", action=SIGNED_IN)
async def read_one(
    request: Request,
    notice_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[FormModel], form_of(FormModel)],  # noqa: ARG001 – its command id counts
) -> Response:
    """One of one’s own, read."""
    account = context_of(request).user.account_id
    if not await is_own(uow, account_id=account, notice_id=notice_id):
        return see_other(CENTRE, notice=GONE)
    await read_notices(uow, account_id=account, notice_ids=[notice_id], now=uow.now)
    _recount(request)
    undo = Undo(f"/avis/{notice_id}/non-lu")
    return see_other(CENTRE, notice="Avis lu.", undo=undo)


@router.form("/avis/{notice_id}/non-lu", action=SIGNED_IN)
async def unread_one(
    request: Request,
    notice_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[FormModel], form_of(FormModel)],  # noqa: ARG001 – its command id counts
) -> Response:
    """One of one’s own, to be read again."""
    account = context_of(request).user.account_id
    if not await is_own(uow, account_id=account, notice_id=notice_id):
        return see_other(CENTRE, notice=GONE)
    await unread_notices(uow, account_id=account, notice_id=notice_id, now=uow.now)
    _recount(request)
    return see_other(CENTRE, notice="Cet avis est de nouveau à lire.")


def _recount(request: Request) -> None:
    """The bell of the next page says what is so now."""
    COUNTS.forget(context_of(request).user.account_id)
