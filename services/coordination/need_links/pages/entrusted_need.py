"""The page an actor of the network answers a need on, by a personal link."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from contracts.personal_links import ENTRUSTED_NEED
from services.chassis.reference.nomenclatures import commune_name
from services.chassis.service.typed_codes import CodeForm, code_page, lead_by_code
from services.chassis.unit_of_work.permissions import PUBLIC
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import render
from services.chassis.web.requests.visitor_pace import visitor_of
from services.chassis.web.router import Router
from services.chassis.web.views.forms import FormModel, Typed, form_of
from services.coordination.base.promises import latest_promise
from services.coordination.need_links.forms import AnswerForm, TakingForm
from services.coordination.need_links.labels import KINDS, OWN_OUTCOMES, likely_day
from services.coordination.need_links.model import ACTOR_PURPOSE
from services.coordination.need_links.pages.own_links import VISITS, LinkPage
from services.coordination.need_links.queries import (
    Entrusted,
    read_coded_assignment,
    read_entrusted,
)
from services.coordination.needs.commands.answer_need import answer_need
from services.coordination.needs.commands.release_need import release_need
from services.coordination.needs.commands.take_need import take_need
from services.coordination.needs.model.assignment import ANSWER_CHARACTERS_MAX, AssignmentStatus
from services.coordination.needs.model.states import NeedAction, allowed

router = Router()
OWN = f"{ENTRUSTED_NEED.path}/{{entrusted_token}}"
Nothing = Annotated[Typed[FormModel], form_of(FormModel)]


def draw(
    request: Request,
    here: str,
    own: Entrusted,
    typed: Typed[Any] | None,
    status: int,
    *,
    listed: str | None = None,
) -> Response:
    """The page; `listed` is the list it is one of, for who has an account."""
    day = own.assignment.promised_on or likely_day(own.today)
    forms: dict[type[FormModel], Typed[Any]] = {
        TakingForm: Typed.blank(TakingForm, promised_on=day),
        AnswerForm: Typed.blank(AnswerForm),
    }
    still = allowed(own.need.status, NeedAction.TAKE)
    placed = still and own.assignment.outcome is None and typed is not None and typed.form in forms
    if typed is not None and placed:
        forms[typed.form] = typed
    return render(
        request,
        "coordination/need_links/entrusted_need.html",
        status=status,
        here=here,
        listed=listed,
        own=own,
        need=own.need,
        details=own.need.details,
        mine=own.assignment,
        states=AssignmentStatus,
        kinds=KINDS,
        place=commune_name(own.need.details.commune) if own.need.details else None,
        outcomes=OWN_OUTCOMES,
        open=still,
        latest=latest_promise(own.today),
        taking=forms[TakingForm],
        answering=forms[AnswerForm],
        text_max=ANSWER_CHARACTERS_MAX,
        refused=None if placed else typed,
    )


PAGE = LinkPage(ACTOR_PURPOSE, ENTRUSTED_NEED.path, read_entrusted, draw)


@router.page(OWN, action=PUBLIC, secret=True)
async def page(request: Request, entrusted_token: str) -> Response:
    """The page, or that the link opens it no more. Mail scanners open links: no effect."""
    VISITS.count(visitor_of(request))
    return await PAGE.show(request, entrusted_token)


@router.form(f"{OWN}/prise-en-charge", action=PUBLIC, recorded=False, secret=True)
async def take(
    request: Request,
    entrusted_token: str,
    typed: Annotated[Typed[TakingForm], form_of(TakingForm)],
) -> Response:
    """Take it in charge, or promise another day."""

    async def work(uow: UnitOfWork, assignment_id: UUID, form: TakingForm) -> None:
        own = await read_entrusted(uow, assignment_id)
        await take_need(
            uow,
            need_id=own.need.id,
            assignment_id=assignment_id,
            promised_on=form.promised_on,
            now=uow.now,
        )

    notice = "C’est noté\u202f: l’entreprise est prévenue que vous vous en occupez."
    return await PAGE.do(request, entrusted_token, typed, work, notice=notice)


@router.form(f"{OWN}/retour", action=PUBLIC, recorded=False, secret=True)
async def give_back(request: Request, entrusted_token: str, typed: Nothing) -> Response:
    """Take back that one takes it in charge."""

    async def work(uow: UnitOfWork, assignment_id: UUID, _: FormModel) -> None:
        own = await read_entrusted(uow, assignment_id)
        await release_need(uow, need_id=own.need.id, assignment_id=assignment_id, now=uow.now)

    notice = "C’est noté\u202f: vous ne vous en occupez plus, il attend de nouveau."
    return await PAGE.do(request, entrusted_token, typed, work, notice=notice)


@router.form(f"{OWN}/reponse", action=PUBLIC, recorded=False, secret=True)
async def answer(
    request: Request,
    entrusted_token: str,
    typed: Annotated[Typed[AnswerForm], form_of(AnswerForm)],
) -> Response:
    """Say what came of it."""

    async def work(uow: UnitOfWork, assignment_id: UUID, form: AnswerForm) -> None:
        own = await read_entrusted(uow, assignment_id)
        await answer_need(
            uow,
            need_id=own.need.id,
            assignment_id=assignment_id,
            outcome=form.outcome,
            answer=form.answer,
            now=uow.now,
        )

    return await PAGE.do(
        request, entrusted_token, typed, work, notice="Votre réponse est notée. Merci."
    )


async def _again(request: Request, typed: Refused[CodeForm]) -> Response:
    return code_page(request, typed)


@router.form(ENTRUSTED_NEED.code_path, action=PUBLIC, redisplay=_again, recorded=False)
async def typed_code(
    request: Request, typed: Annotated[Typed[CodeForm], form_of(CodeForm)]
) -> Response:
    """Lead to the page whose code was typed; nothing is changed by it."""
    return await lead_by_code(
        request, typed, kind=ENTRUSTED_NEED, purpose=ACTOR_PURPOSE, read=read_coded_assignment
    )
