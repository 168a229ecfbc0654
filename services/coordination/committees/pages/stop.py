"""« Ne plus recevoir de courriels »: by the link in each mail that went to a member of a committee."""

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
from services.coordination.committees.commands import allow_committee_mails, stop_committee_mails
from services.coordination.committees.model import STOP_PAGE, STOP_PURPOSE
from services.coordination.committees.store import Members

router = Router()
OWN = f"{STOP_PAGE}/{{seat_token}}"
VISITS = Pace(times=300, seconds=60)
"""An organisation has one address for all."""
Sent = Annotated[Typed[FormModel], form_of(FormModel)]
Work = Callable[[UnitOfWork, UUID], Awaitable[None]]


@router.page(OWN, action=PUBLIC, secret=True)
async def page(request: Request, seat_token: str) -> Response:
    """Whether committees write there. Mail scanners open links: no effect."""
    VISITS.count(visitor_of(request))
    return await _page(request, seat_token)


async def _page(
    request: Request, seat_token: str, typed: Typed[Any] | None = None, status: int = 200
) -> Response:
    work = runtime_of(request).work
    try:
        opened = work.links.read(STOP_PURPOSE, seat_token)
        async with work.begin(Scope(frozenset({opened.uai})), uai=opened.uai) as uow:
            _, address = await Members(uow).of_address(opened.row_id)
    except NotFound as absent:
        return render(
            request,
            "coordination/committees/stop_over.html",
            status=absent.status,
            lost=typed is not None,
        )
    return render(
        request,
        "coordination/committees/stop.html",
        status=status,
        here=f"{STOP_PAGE}/{seat_token}",
        typed=typed,
        stopped=address.stopped,
    )


async def _do(
    request: Request, seat_token: str, typed: Typed[Any], work: Work, notice: str
) -> Response:
    VISITS.count(visitor_of(request))
    try:
        opened = runtime_of(request).work.links.read(STOP_PURPOSE, seat_token)

        async def act(uow: UnitOfWork) -> None:
            await work(uow, opened.row_id)

        await do_once(request, opened, act)
    except NotFound as absent:
        return await _page(request, seat_token, typed, absent.status)
    except (Invalid, Conflict) as refused:
        return await _page(request, seat_token, typed.refused(refused), refused.status)
    return see_other(f"{STOP_PAGE}/{seat_token}", notice=notice)


async def _stop(uow: UnitOfWork, address_id: UUID) -> None:
    await stop_committee_mails(uow, address_id=address_id, now=uow.now)


async def _allow(uow: UnitOfWork, address_id: UUID) -> None:
    await allow_committee_mails(uow, address_id=address_id)


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
    seat_token: str,
    typed: Annotated[Typed[OneClickForm], form_of(OneClickForm)],
) -> Response:
    """The same by the button of a mail program, which follows no page; twice is once."""
    VISITS.count(visitor_of(request))
    _ = typed.model  # refused unless it says so
    work = runtime_of(request).work
    opened = work.links.read(STOP_PURPOSE, seat_token)

    async def stop_it(uow: UnitOfWork) -> None:
        await _stop(uow, opened.row_id)

    await work.run(
        stop_it,
        Scope(frozenset({opened.uai})),
        uai=opened.uai,
        correlation_id=context_of(request).correlation_id,
    )
    return await _page(request, seat_token)


@router.form(f"{OWN}/arret", action=PUBLIC, recorded=False, secret=True)
async def stop(request: Request, seat_token: str, typed: Sent) -> Response:
    """No convocation any more."""
    notice = "C’est noté\u202f: les comités ne vous écrivent plus."
    return await _do(request, seat_token, typed, _stop, notice)


@router.form(f"{OWN}/accord", action=PUBLIC, recorded=False, secret=True)
async def allow(request: Request, seat_token: str, typed: Sent) -> Response:
    """Convocations again."""
    return await _do(
        request, seat_token, typed, _allow, "Vous recevrez de nouveau les convocations."
    )
