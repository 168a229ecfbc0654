"""The pages of a partner: the needs its actor has, each opened and answered as by the link of its mail."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import FormModel, Typed, form_of
from services.coordination.entrusted_needs.labels import left_to_do, state_of
from services.coordination.entrusted_needs.model import NoLongerOurs, TiedToNobody
from services.coordination.entrusted_needs.queries import read_own, read_own_needs
from services.coordination.need_links.forms import AnswerForm, TakingForm
from services.coordination.need_links.labels import KINDS, OWN_OUTCOMES
from services.coordination.need_links.model import NeedLinkOver, NeedTakenBack
from services.coordination.need_links.pages.entrusted_need import draw
from services.coordination.need_links.queries import Entrusted
from services.coordination.needs.commands.answer_need import answer_need
from services.coordination.needs.commands.release_need import release_need
from services.coordination.needs.commands.take_need import take_need
from services.coordination.permissions import ANSWER_ENTRUSTED

router = Router()
LIST = "/besoins-confies"
ONE = f"{LIST}/{{entrusted_id}}"
AT_HOME = 5
GONE = (NotFound, NeedTakenBack, NeedLinkOver)
"""It was taken back, is over for long, or is another actor’s."""
Nothing = Annotated[Typed[FormModel], form_of(FormModel)]


@router.page(LIST, action=ANSWER_ENTRUSTED)
async def entrusted_needs(request: Request, uow: RequestUnitOfWork) -> Response:
    """All that its actor has."""
    return await _listed(request, uow, "entrusted_needs.html")


@router.fragment("/reseau/fragments/besoins-confies", action=ANSWER_ENTRUSTED)
async def at_home(request: Request, uow: RequestUnitOfWork) -> Response:
    """What is left to do, for the home page."""
    return await _listed(request, uow, "fragment_partner.html")


async def _listed(
    request: Request, uow: UnitOfWork, template: str, lost: Typed[Any] | None = None
) -> Response:
    return render(
        request,
        f"coordination/entrusted_needs/{template}",
        lost=lost,
        own=await read_own_needs(uow, _account(request)),
        kinds=KINDS,
        outcomes=OWN_OUTCOMES,
        state_of=state_of,
        left_to_do=left_to_do,
        at_home=AT_HOME,
    )


@router.page(ONE, action=ANSWER_ENTRUSTED)
async def entrusted_need(request: Request, uow: RequestUnitOfWork, entrusted_id: UUID) -> Response:
    """One of them, as the link of its mail opens it; to an account tied to nobody, whom to ask."""
    return await _one(request, uow, None, entrusted_id)


async def _again(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], entrusted_id: UUID
) -> Response:
    return await _one(request, uow, typed, entrusted_id)


async def _one(
    request: Request, uow: RequestUnitOfWork, typed: Typed[Any] | None, entrusted_id: UUID
) -> Response:
    try:
        own = await read_own(uow, _account(request), entrusted_id)
    except TiedToNobody:
        return await _listed(request, uow, "entrusted_needs.html", typed)
    except GONE:
        if typed is None:
            raise
        return await _listed(request, uow, "entrusted_needs.html", typed)
    return draw(request, f"{LIST}/{entrusted_id}", own, typed, 200, listed=LIST)


async def _held(request: Request, uow: UnitOfWork, entrusted_id: UUID) -> Entrusted:
    """What a form is about; what was typed is shown again where it is no longer theirs."""
    try:
        return await read_own(uow, _account(request), entrusted_id)
    except GONE:
        raise NoLongerOurs from None


@router.form(f"{ONE}/prise-en-charge", action=ANSWER_ENTRUSTED, redisplay=_again)
async def take(
    request: Request,
    uow: RequestUnitOfWork,
    entrusted_id: UUID,
    typed: Annotated[Typed[TakingForm], form_of(TakingForm)],
) -> Response:
    """Take it in charge, or promise another day."""
    own = await _held(request, uow, entrusted_id)
    await take_need(
        uow,
        need_id=own.need.id,
        assignment_id=entrusted_id,
        promised_on=typed.model.promised_on,
        now=uow.now,
    )
    notice = "C’est noté\u202f: l’entreprise est prévenue que vous vous en occupez."
    return see_other(f"{LIST}/{entrusted_id}", notice=notice)


@router.form(f"{ONE}/retour", action=ANSWER_ENTRUSTED, redisplay=_again)
async def give_back(
    request: Request,
    uow: RequestUnitOfWork,
    entrusted_id: UUID,
    typed: Nothing,  # noqa: ARG001  refuses other fields
) -> Response:
    """Take back that one takes it in charge."""
    own = await _held(request, uow, entrusted_id)
    await release_need(uow, need_id=own.need.id, assignment_id=entrusted_id, now=uow.now)
    notice = "C’est noté\u202f: vous ne vous en occupez plus, il attend de nouveau."
    return see_other(f"{LIST}/{entrusted_id}", notice=notice)


@router.form(f"{ONE}/reponse", action=ANSWER_ENTRUSTED, redisplay=_again)
async def answer(
    request: Request,
    uow: RequestUnitOfWork,
    entrusted_id: UUID,
    typed: Annotated[Typed[AnswerForm], form_of(AnswerForm)],
) -> Response:
    """Say what came of it."""
    own = await _held(request, uow, entrusted_id)
    await answer_need(
        uow,
        need_id=own.need.id,
        assignment_id=entrusted_id,
        outcome=typed.model.outcome,
        answer=typed.model.answer,
        now=uow.now,
    )
    return see_other(f"{LIST}/{entrusted_id}", notice="Votre réponse est notée. Merci.")


def _account(request: Request) -> UUID:
    account_id: UUID = context_of(request).user.account_id
    return account_id
