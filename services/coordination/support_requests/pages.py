"""Requests for support: the list of each side, one request as a conversation, and what each may do."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Request, Response

from contracts.identifiers import SchoolYear, Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.requests.lycee_choice import writable
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.coordination.base.form_pieces import DecisionForm
from services.coordination.news.model.calendar import PARIS, local_date
from services.coordination.news.store.news import Lycees
from services.coordination.permissions import (
    ASK_SUPPORT,
    GIVE_SUPPORT,
    PERMISSIONS,
    SEE_SUPPORT,
)
from services.coordination.support_requests.commands import (
    answer_support,
    ask_support,
    promise_support,
    reopen_support,
    withdraw_support,
    write_support,
)
from services.coordination.support_requests.forms import (
    AnswerForm,
    MessageForm,
    PromiseForm,
    SupportForm,
)
from services.coordination.support_requests.labels import STATUSES
from services.coordination.support_requests.model import TEXT_CHARACTERS_MAX, TOPICS
from services.coordination.support_requests.queries import (
    UNDER_WAY,
    read_delay,
    read_open,
    read_over,
    waiting_days,
)
from services.coordination.support_requests.store import SupportRequests

router = Router()
LIST = "/appuis"
NEW = "/appuis/nouveau"
ITEM = "/appuis/{support_id}"
AT_HOME = 3
Decision = Annotated[Typed[DecisionForm], form_of(DecisionForm)]


@router.page(LIST, action=SEE_SUPPORT)
async def requests(
    request: Request,
    uow: RequestUnitOfWork,
    lycee: Uai | Literal[""] = "",
    avant: UUID | None = None,
) -> Response:
    """What waits for an answer, then what is over (demandes d’appui); `lycee`: of that one alone."""
    gives = _gives(request)
    of = (lycee or None) if gives else None
    names = await Lycees(uow).names() if gives else {}
    today = local_date(uow.now)
    year = SchoolYear.of(today)
    since = datetime.combine(year.first_day, time(), PARIS)
    return render(
        request,
        "coordination/support_requests/support_requests.html",
        waiting=await read_open(uow, lycee=of) if avant is None else (),
        page=await read_over(uow, lycee=of, before=avant),
        asked=of,
        lycees=sorted(
            ((uai, name) for uai, name in names.items() if uai != uow.department_uai),
            key=lambda one: one[1],
        ),
        first=avant is None,
        delay=await read_delay(uow, since=since),
        year=year,
        today=today,
        waiting_days=waiting_days,
        topics=TOPICS,
        statuses=STATUSES,
        gives=gives,
    )


@router.fragment("/reseau/fragments/appuis", action=SEE_SUPPORT)
async def under_way(request: Request, uow: RequestUnitOfWork) -> Response:
    """What waits for an answer, for the home page; nothing where nothing does."""
    found = await UNDER_WAY.of(uow, {"requests_max": AT_HOME})
    return render(
        request,
        "coordination/support_requests/fragment_open.html",
        first=found.items,
        many=found.many,
        today=local_date(uow.now),
        topics=TOPICS,
        statuses=STATUSES,
        giving=_gives(request),
    )


@router.page(NEW, action=ASK_SUPPORT)
async def new(request: Request) -> Response:
    """An empty request."""
    return _form(request, Typed.blank(SupportForm))


async def _new_again(request: Request, typed: Refused[Any]) -> Response:
    return _form(request, typed)


def _form(request: Request, typed: Typed[Any]) -> Response:
    return render(
        request,
        "coordination/support_requests/support_form.html",
        typed=typed,
        lycees=writable(request, PERMISSIONS, ASK_SUPPORT),
        topics=_choices(),
        text_max=TEXT_CHARACTERS_MAX,
    )


def _choices() -> Sequence[tuple[str, str]]:
    return [(topic.value, label) for topic, label in TOPICS.items()]


@router.form(NEW, action=ASK_SUPPORT, redisplay=_new_again)
async def ask(
    uow: RequestUnitOfWork, typed: Annotated[Typed[SupportForm], form_of(SupportForm)]
) -> Response:
    """Ask for support."""
    form = typed.model
    support_id = await ask_support(uow, topic=form.topic, text=form.text, uai=form.uai, now=uow.now)
    return see_other(f"{LIST}/{support_id}", notice="Demande envoyée à la supervision.")


@router.page(ITEM, action=SEE_SUPPORT)
async def item(request: Request, uow: RequestUnitOfWork, support_id: UUID) -> Response:
    """One request, as a conversation."""
    return await _item(request, uow, Typed.blank(MessageForm), support_id)


async def _item(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], support_id: UUID
) -> Response:
    found = await SupportRequests(uow).get(support_id)
    names = await Lycees(uow).names()
    blank = {form: Typed.blank(form) for form in (MessageForm, PromiseForm, AnswerForm)}
    return render(
        request,
        "coordination/support_requests/support_request.html",
        asked=found,
        lycee=names.get(found.uai, found.uai),
        messages=await SupportRequests(uow).messages(support_id),
        typed=typed,
        message=_message(typed, blank, answers=found.is_open),
        promise=_of(typed, PromiseForm, blank),
        answer=_of(typed, AnswerForm, blank),
        topics=TOPICS,
        statuses=STATUSES,
        today=local_date(uow.now),
        gives=_gives(request),
        text_max=TEXT_CHARACTERS_MAX,
    )


def _message(typed: Typed[Any], blank: dict[type[Any], Typed[Any]], *, answers: bool) -> Typed[Any]:
    """The message; an answer to what is over by now is one, so that it is not lost."""
    if typed.form is AnswerForm and not answers:
        return Typed.blank(MessageForm, text=typed.value("answer"))
    return _of(typed, MessageForm, blank)


def _of(typed: Typed[Any], form: type[Any], blank: dict[type[Any], Typed[Any]]) -> Typed[Any]:
    """What was typed in this form of the page; the others stay empty."""
    return typed if typed.form is form else blank[form]


@router.form(f"{ITEM}/message", action=SEE_SUPPORT, redisplay=_item)
async def write(
    support_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[MessageForm], form_of(MessageForm)],
) -> Response:
    """Write more."""
    await write_support(uow, support_id=support_id, text=typed.model.text, now=uow.now)
    return see_other(f"{LIST}/{support_id}", notice="Message envoyé.")


@router.form(f"{ITEM}/promesse", action=GIVE_SUPPORT, redisplay=_item)
async def promise(
    support_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[PromiseForm], form_of(PromiseForm)],
) -> Response:
    """Promise an answer by a day."""
    form = typed.model
    await promise_support(
        uow,
        support_id=support_id,
        version=form.version,
        promised_on=form.promised_on,
        now=uow.now,
    )
    return see_other(f"{LIST}/{support_id}", notice="Le bureau sait d’ici quand vous répondez.")


@router.form(f"{ITEM}/reponse", action=GIVE_SUPPORT, redisplay=_item)
async def answer(
    support_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[AnswerForm], form_of(AnswerForm)],
) -> Response:
    """Answer it."""
    form = typed.model
    await answer_support(
        uow, support_id=support_id, version=form.version, text=form.answer, now=uow.now
    )
    return await _over(uow, support_id, "Réponse envoyée au bureau.")


@router.form(f"{ITEM}/retrait", action=ASK_SUPPORT, redisplay=_item)
async def withdraw(support_id: UUID, uow: RequestUnitOfWork, typed: Decision) -> Response:
    """Need it no more."""
    await withdraw_support(uow, support_id=support_id, version=typed.model.version, now=uow.now)
    return await _over(uow, support_id, "Demande retirée.")


@router.form(f"{ITEM}/reprise", action=SEE_SUPPORT, redisplay=_item)
async def reopen(support_id: UUID, uow: RequestUnitOfWork, typed: Decision) -> Response:
    """Take back that it is over."""
    await reopen_support(uow, support_id=support_id, version=typed.model.version, now=uow.now)
    return see_other(f"{LIST}/{support_id}", notice="La demande est de nouveau ouverte.")


async def _over(uow: UnitOfWork, support_id: UUID, notice: str) -> Response:
    """It is over, unless that was a slip: one click opens it again."""
    version = (await SupportRequests(uow).get(support_id)).version
    undo = Undo(f"{LIST}/{support_id}/reprise", {"version": str(version)})
    return see_other(f"{LIST}/{support_id}", notice=notice, undo=undo)


def _gives(request: Request) -> bool:
    return PERMISSIONS.allows(context_of(request).user, GIVE_SUPPORT)
