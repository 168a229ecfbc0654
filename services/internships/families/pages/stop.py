"""« Ne plus recevoir de courriels »: by the link in each mail that went to a family."""

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
from services.chassis.web.requests.visitor_pace import Pace, visitor_of
from services.chassis.web.router import Router
from services.chassis.web.views.forms import FormModel, Typed, form_of
from services.internships.base.bureau import bureau_of
from services.internships.families.commands import allow_family_mails, stop_family_mails
from services.internships.families.model import STOP_PAGE, STOP_PURPOSE
from services.internships.families.store import Families

router = Router()
OWN = f"{STOP_PAGE}/{{address_token}}"
VISITS = Pace(times=300, seconds=60)
"""A lycée has one address for all."""
Sent = Annotated[Typed[FormModel], form_of(FormModel)]
Work = Callable[[UnitOfWork, UUID], Awaitable[None]]


@router.page(OWN, action=PUBLIC, secret=True)
async def page(request: Request, address_token: str) -> Response:
    """Whether the lycée writes there. Mail scanners open links: no effect."""
    VISITS.count(visitor_of(request))
    return await _page(request, address_token)


async def _page(
    request: Request, address_token: str, typed: Typed[Any] | None = None, status: int = 200
) -> Response:
    work = runtime_of(request).work
    try:
        opened = work.links.read(STOP_PURPOSE, address_token)
        async with work.begin(Scope(frozenset({opened.uai})), uai=opened.uai) as uow:
            _, address = await Families(uow).of_address(opened.row_id)
    except NotFound as absent:
        return render(
            request,
            "internships/families/stop_over.html",
            status=absent.status,
            lost=typed is not None,
        )
    bureau = await bureau_of(request, opened.uai)
    return render(
        request,
        "internships/families/stop.html",
        status=status,
        here=f"{STOP_PAGE}/{address_token}",
        typed=typed,
        lycee=bureau.lycee if bureau else "lycée",
        stopped=address.stopped,
    )


async def _do(
    request: Request, address_token: str, typed: Typed[Any], work: Work, notice: str
) -> Response:
    VISITS.count(visitor_of(request))
    try:
        opened = runtime_of(request).work.links.read(STOP_PURPOSE, address_token)

        async def act(uow: UnitOfWork) -> None:
            await work(uow, opened.row_id)

        await do_once(request, opened, act)
    except NotFound as absent:
        return await _page(request, address_token, typed, absent.status)
    except (Invalid, Conflict) as refused:
        return await _page(request, address_token, typed.refused(refused), refused.status)
    return see_other(f"{STOP_PAGE}/{address_token}", notice=notice)


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
    address_token: str,
    typed: Annotated[Typed[OneClickForm], form_of(OneClickForm)],
) -> Response:
    """A refusal of mails by the button of a mail program, which follows no page; twice is once."""
    VISITS.count(visitor_of(request))
    _ = typed.model  # refused unless it says so
    work = runtime_of(request).work
    opened = work.links.read(STOP_PURPOSE, address_token)

    async def stop_it(uow: UnitOfWork) -> None:
        await stop_family_mails(uow, address_id=opened.row_id, now=uow.now)

    await work.run(
        stop_it,
        Scope(frozenset({opened.uai})),
        uai=opened.uai,
        correlation_id=context_of(request).correlation_id,
    )
    return await _page(request, address_token)


@router.form(f"{OWN}/arret", action=PUBLIC, recorded=False, secret=True)
async def stop(request: Request, address_token: str, typed: Sent) -> Response:
    """No mail any more, but for what is about safety."""

    async def work(uow: UnitOfWork, address_id: UUID) -> None:
        await stop_family_mails(uow, address_id=address_id, now=uow.now)

    return await _do(
        request, address_token, typed, work, "C’est noté\u202f: le lycée ne vous écrit plus."
    )


@router.form(f"{OWN}/accord", action=PUBLIC, recorded=False, secret=True)
async def allow(request: Request, address_token: str, typed: Sent) -> Response:
    """Mails again."""

    async def work(uow: UnitOfWork, address_id: UUID) -> None:
        await allow_family_mails(uow, address_id=address_id, now=uow.now)

    return await _do(request, address_token, typed, work, "Vous recevrez de nouveau les courriels.")
