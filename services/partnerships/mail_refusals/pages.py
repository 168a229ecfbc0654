"""« Ne plus recevoir de courriels »: by the link in each mail that went to a company."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import Request, Response
from pydantic import Field, create_model

from services.chassis.base.errors import Conflict, Invalid, NotFound
from services.chassis.security.secret_links import Opened, SecretLinks
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
from services.partnerships.mail_refusals.commands import accept_mails, refuse_mails
from services.partnerships.mail_refusals.store import StopLink, stop_place
from services.partnerships.mail_stops.model import CONTACT_PURPOSE, STOP_PAGE
from services.partnerships.mail_stops.store import MailStops
from services.partnerships.mailings.model import LINK_PURPOSE

router = Router()
OWN = f"{STOP_PAGE}/{{letter_token}}"
OVER = "partnerships/mail_refusals/stop_over.html"
Sent = Annotated[Typed[FormModel], form_of(FormModel)]
Work = Callable[[UnitOfWork, StopLink], Awaitable[None]]


def _read(links: SecretLinks, token: str) -> tuple[Opened, StopLink]:
    """What a link is about: a letter of many, else a contact. Raises NotFound."""
    try:
        opened, of_contact = links.read(LINK_PURPOSE, token), False
    except NotFound:
        opened, of_contact = links.read(CONTACT_PURPOSE, token), True
    return opened, StopLink(opened.row_id, of_contact)


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
        opened, link = _read(work.links, letter_token)
        async with work.begin(Scope(frozenset({opened.uai})), uai=opened.uai) as uow:
            place = await stop_place(uow, link)
            stopped = await MailStops(uow).holds(place.mail_digest)
            lycee = await Lycees(uow).name_of(opened.uai)
    except NotFound as absent:
        return render(request, OVER, status=absent.status, lost=typed is not None)
    return render(
        request,
        "partnerships/mail_refusals/stop.html",
        status=status,
        here=f"{STOP_PAGE}/{letter_token}",
        typed=typed,
        lycee=lycee,
        company=place.company,
        stopped=stopped,
        of_contact=link.of_contact,
    )


async def _do(
    request: Request, letter_token: str, typed: Typed[Any], work: Work, notice: str
) -> Response:
    VISITS.count(visitor_of(request))
    try:
        opened, link = _read(runtime_of(request).work.links, letter_token)

        async def act(uow: UnitOfWork) -> None:
            await work(uow, link)

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
    """A refusal by the button of a mail program, which follows no page; twice is once."""
    VISITS.count(visitor_of(request))
    _ = typed.model  # refused unless it says so
    work = runtime_of(request).work
    opened, link = _read(work.links, letter_token)

    async def refuse(uow: UnitOfWork) -> None:
        await refuse_mails(uow, link=link, now=uow.now)

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

    async def work(uow: UnitOfWork, link: StopLink) -> None:
        await refuse_mails(uow, link=link, now=uow.now)

    notice = "C’est noté\u202f: plus aucun lycée ne vous écrira par Passerelle."
    return await _do(request, letter_token, typed, work, notice)


@router.form(f"{OWN}/accord", action=PUBLIC, recorded=False, secret=True)
async def allow(request: Request, letter_token: str, typed: Sent) -> Response:
    """Mails again."""

    async def work(uow: UnitOfWork, link: StopLink) -> None:
        await accept_mails(uow, link=link, now=uow.now)

    return await _do(request, letter_token, typed, work, "Vous recevrez de nouveau les courriels.")
