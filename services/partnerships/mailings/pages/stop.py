"""« Ne plus recevoir de courriels »: by the link in each letter that went to many companies."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, Any, Literal
from uuid import UUID

from fastapi import Request, Response
from pydantic import Field, create_model

from services.chassis.base.errors import Conflict, Invalid, NotFound
from services.chassis.unit_of_work.permissions import PUBLIC
from services.chassis.unit_of_work.unit_of_work import Scope, UnitOfWork
from services.chassis.web.answers.link_commands import do_once
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.requests.visitor_pace import visitor_of
from services.chassis.web.router import Router
from services.chassis.web.views.forms import FormModel, Typed, form_of
from services.partnerships.acquaintances.store import Lycees
from services.partnerships.host_pages.pages.view import VISITS
from services.partnerships.mail_stops.store import MailStops
from services.partnerships.mailings.commands.accept_mails import accept_mails
from services.partnerships.mailings.commands.refuse_mails import refuse_mails
from services.partnerships.mailings.model import LINK_PURPOSE, STOP_PAGE
from services.partnerships.mailings.store.mailings import Mailings

router = Router()
OWN = f"{STOP_PAGE}/{{letter_token}}"
OVER = "partnerships/mailings/stop_over.html"
Sent = Annotated[Typed[FormModel], form_of(FormModel)]
Work = Callable[[UnitOfWork, UUID], Awaitable[None]]


@router.page(OWN, action=PUBLIC, secret=True)
async def page(request: Request, letter_token: str) -> Response:
    """Whether lycées write there. Mail scanners open links: no effect."""
    VISITS.count(visitor_of(request))
    return await _page(request, letter_token)


async def _page(
    request: Request, letter_token: str, typed: Typed[Any] | None = None, status: int = 200
) -> Response:
    work = runtime_of(request).work
    try:
        opened = work.links.read(LINK_PURPOSE, letter_token)
        async with work.begin(Scope(frozenset({opened.uai})), uai=opened.uai) as uow:
            letter = await Mailings(uow).recipient(opened.row_id)
            stopped = await MailStops(uow).holds(letter.mail_digest or "")
            lycee = await Lycees(uow).name_of(opened.uai)
    except NotFound as absent:
        return render(request, OVER, status=absent.status, lost=typed is not None)
    return render(
        request,
        "partnerships/mailings/stop.html",
        status=status,
        here=f"{STOP_PAGE}/{letter_token}",
        typed=typed,
        lycee=lycee,
        company=letter.company,
        stopped=stopped,
    )


async def _do(
    request: Request, letter_token: str, typed: Typed[Any], work: Work, notice: str
) -> Response:
    VISITS.count(visitor_of(request))
    try:
        opened = runtime_of(request).work.links.read(LINK_PURPOSE, letter_token)

        async def act(uow: UnitOfWork) -> None:
            await work(uow, opened.row_id)

        await do_once(request, opened, act)
    except NotFound as absent:
        return await _page(request, letter_token, typed, absent.status)
    except (Invalid, Conflict) as refused:
        return await _page(request, letter_token, typed.refused(refused), refused.status)
    return see_other(f"{STOP_PAGE}/{letter_token}", notice=notice)


# What a mail program sends (RFC 8058), under a name no attribute can have.
_FIELD = "List-Unsubscribe"
_ASKED: Any = {_FIELD: (Literal["One-Click"], Field(title=_FIELD))}
if TYPE_CHECKING:
    OneClickForm = FormModel
else:
    OneClickForm = create_model("OneClickForm", __base__=FormModel, **_ASKED)


@router.form(OWN, action=PUBLIC, recorded=False, secret=True, one_click=True)
async def one_click(
    request: Request,
    letter_token: str,
    typed: Annotated[Typed[OneClickForm], form_of(OneClickForm)],
) -> Response:
    """The same by the button of a mail program, which follows no page; twice is once."""
    VISITS.count(visitor_of(request))
    _ = typed.model  # refused unless it says so
    work = runtime_of(request).work
    opened = work.links.read(LINK_PURPOSE, letter_token)

    async def refuse(uow: UnitOfWork) -> None:
        await refuse_mails(uow, recipient_id=opened.row_id, now=uow.now)

    await work.run(
        refuse,
        Scope(frozenset({opened.uai})),
        uai=opened.uai,
        correlation_id=context_of(request).correlation_id,
    )
    return await _page(request, letter_token)


@router.form(f"{OWN}/arret", action=PUBLIC, recorded=False, secret=True)
async def stop(request: Request, letter_token: str, typed: Sent) -> Response:
    """No mail any more, from any lycée."""

    async def work(uow: UnitOfWork, recipient_id: UUID) -> None:
        await refuse_mails(uow, recipient_id=recipient_id, now=uow.now)

    notice = "C’est noté\u202f: plus aucun lycée ne vous écrira par Passerelle."
    return await _do(request, letter_token, typed, work, notice)


@router.form(f"{OWN}/accord", action=PUBLIC, recorded=False, secret=True)
async def allow(request: Request, letter_token: str, typed: Sent) -> Response:
    """Mails again."""

    async def work(uow: UnitOfWork, recipient_id: UUID) -> None:
        await accept_mails(uow, recipient_id=recipient_id, now=uow.now)

    return await _do(request, letter_token, typed, work, "Vous recevrez de nouveau les courriels.")
