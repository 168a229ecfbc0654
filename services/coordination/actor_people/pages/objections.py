"""« Je m’oppose »: by the link in the mail that informs a person of an actor that they are noted."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, Any, Literal
from uuid import UUID

from fastapi import Request, Response
from pydantic import Field, create_model

from services.chassis.base.errors import Conflict, Invalid, NotFound
from services.chassis.security.secret_links import Opened
from services.chassis.unit_of_work.permissions import PUBLIC
from services.chassis.unit_of_work.unit_of_work import Scope, UnitOfWork, UnitsOfWork
from services.chassis.web.answers.link_commands import do_once
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.requests.visitor_pace import Pace, visitor_of
from services.chassis.web.router import Router
from services.chassis.web.views.forms import FormModel, Typed, form_of
from services.coordination.actor_people.commands import agree_to_be_noted, object_to_be_noted
from services.coordination.actor_people.labels import kept_of
from services.coordination.actor_people.model import (
    ERASED_AFTER,
    OBJECTION_PAGE,
    OBJECTION_PURPOSE,
    REFUSED_YEARS,
)
from services.coordination.actor_people.store import ActorPeople
from services.coordination.actors.store import Actors

router = Router()
OWN = f"{OBJECTION_PAGE}/{{person_token}}"
VISITS = Pace(times=300, seconds=60)
"""An organisation has one address for all."""
Sent = Annotated[Typed[FormModel], form_of(FormModel)]
Work = Callable[[UnitOfWork, UUID], Awaitable[None]]


@router.page(OWN, action=PUBLIC, secret=True)
async def page(request: Request, person_token: str) -> Response:
    """What is noted of them. Mail scanners open links: no effect."""
    VISITS.count(visitor_of(request))
    return await _page(request, person_token)


def _opened(work: UnitsOfWork, person_token: str) -> Opened:
    """Whose link it is: the DSDEN alone gives one, and all may read people. Raises NotFound."""
    opened = work.links.read(OBJECTION_PURPOSE, person_token)
    if opened.uai != work.department_uai:
        raise NotFound
    return opened


async def _page(
    request: Request, person_token: str, typed: Typed[Any] | None = None, status: int = 200
) -> Response:
    work = runtime_of(request).work
    try:
        opened = _opened(work, person_token)
        async with work.begin(Scope(frozenset({opened.uai})), uai=opened.uai) as uow:
            one = await ActorPeople(uow).get(opened.row_id)
            actor = await Actors(uow).get(one.actor_id)
    except NotFound as absent:
        return render(
            request,
            "coordination/actor_people/objection_over.html",
            status=absent.status,
            lost=typed is not None,
        )
    return render(
        request,
        "coordination/actor_people/objection.html",
        status=status,
        here=f"{OBJECTION_PAGE}/{person_token}",
        typed=typed,
        person=one,
        actor=actor,
        kept=kept_of(one),
        days=ERASED_AFTER.days,
        years=REFUSED_YEARS,
    )


async def _do(
    request: Request, person_token: str, typed: Typed[Any], work: Work, notice: str
) -> Response:
    VISITS.count(visitor_of(request))
    try:
        opened = _opened(runtime_of(request).work, person_token)

        async def act(uow: UnitOfWork) -> None:
            await work(uow, opened.row_id)

        await do_once(request, opened, act)
    except NotFound as absent:
        return await _page(request, person_token, typed, absent.status)
    except (Invalid, Conflict) as refused:
        return await _page(request, person_token, typed.refused(refused), refused.status)
    return see_other(f"{OBJECTION_PAGE}/{person_token}", notice=notice)


async def _object(uow: UnitOfWork, person_id: UUID) -> None:
    await object_to_be_noted(uow, person_id=person_id, now=uow.now)


async def _agree(uow: UnitOfWork, person_id: UUID) -> None:
    await agree_to_be_noted(uow, person_id=person_id)


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
    person_token: str,
    typed: Annotated[Typed[OneClickForm], form_of(OneClickForm)],
) -> Response:
    """An objection by the button of a mail program, which follows no page; twice is once."""
    VISITS.count(visitor_of(request))
    _ = typed.model  # refused unless it says so
    work = runtime_of(request).work
    opened = _opened(work, person_token)

    async def object_once(uow: UnitOfWork) -> None:
        await _object(uow, opened.row_id)

    await work.run(
        object_once,
        Scope(frozenset({opened.uai})),
        uai=opened.uai,
        correlation_id=context_of(request).correlation_id,
    )
    return await _page(request, person_token)


@router.form(f"{OWN}/opposition", action=PUBLIC, recorded=False, secret=True)
async def object_to_it(request: Request, person_token: str, typed: Sent) -> Response:
    """Be noted no more."""
    notice = "C’est noté\u202f: vous n’êtes plus parmi les personnes à joindre."
    return await _do(request, person_token, typed, _object, notice)


@router.form(f"{OWN}/accord", action=PUBLIC, recorded=False, secret=True)
async def agree(request: Request, person_token: str, typed: Sent) -> Response:
    """Be noted after all."""
    return await _do(
        request, person_token, typed, _agree, "C’est noté\u202f: vous êtes de nouveau à joindre."
    )
