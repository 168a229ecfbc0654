"""What the supervisor decides about a need."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from contracts.coordination.needs import NeedOutcome
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.rendering import Undo, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import FormRefused, Typed, form_of
from services.coordination.need_cards.commands.note_phone_answer import note_phone_answer
from services.coordination.need_cards.commands.recall_need import recall_need
from services.coordination.need_cards.commands.reopen_need import reopen_need
from services.coordination.need_cards.commands.return_need import return_need
from services.coordination.need_cards.commands.unnote_phone_answer import unnote_phone_answer
from services.coordination.need_cards.forms import (
    ClosingForm,
    DismissalForm,
    HoldingForm,
    NeedVersionForm,
    PhoneAnswerForm,
    QualificationForm,
    RoutingForm,
)
from services.coordination.need_cards.model import AnswerMissing, BureauUnknown
from services.coordination.need_cards.pages.need_card import NEED, show_need
from services.coordination.need_cards.queries import actor_called
from services.coordination.needs.commands.close_need import close_need
from services.coordination.needs.commands.dismiss_need import dismiss_need
from services.coordination.needs.commands.qualify_need import qualify_need
from services.coordination.needs.commands.restore_need import restore_need
from services.coordination.needs.commands.route_need import route_need
from services.coordination.needs.commands.verify_need import verify_need
from services.coordination.needs.model.need import NeedErased
from services.coordination.needs.model.states import NeedStatus
from services.coordination.needs.store.needs import Needs
from services.coordination.news.store.news import Lycees
from services.coordination.permissions import ROUTE_NEEDS

router = Router()
Decision = Annotated[Typed[NeedVersionForm], form_of(NeedVersionForm)]
Holding = Annotated[Typed[HoldingForm], form_of(HoldingForm)]


@router.form(f"{NEED}/verification", action=ROUTE_NEEDS, redisplay=show_need)
async def verify(need_id: UUID, uow: RequestUnitOfWork, typed: Decision) -> Response:
    """Receive what nobody confirmed."""
    await Needs(uow).to_change(need_id, typed.model.version)
    await verify_need(uow, need_id=need_id, now=uow.now)
    return see_other(
        f"/besoins/{need_id}", notice="Besoin reçu\u00a0: l’entreprise en est avertie."
    )


@router.form(f"{NEED}/qualification", action=ROUTE_NEEDS, redisplay=show_need)
async def qualify(
    need_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[QualificationForm], form_of(QualificationForm)],
) -> Response:
    """Say what it is about."""
    form = typed.model
    known = (await Needs(uow).get(need_id)).details
    if known is None:
        raise NeedErased
    await qualify_need(
        uow, need_id=need_id, version=form.version, details=form.details(known), now=uow.now
    )
    return see_other(f"/besoins/{need_id}", notice="Besoin qualifié.")


@router.form(f"{NEED}/transmission", action=ROUTE_NEEDS, redisplay=show_need)
async def route(
    need_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[RoutingForm], form_of(RoutingForm)],
) -> Response:
    """Pass it on to bureaux, to an actor, or to both."""
    form = typed.model
    names = await Lycees(uow).names()
    if not set(form.bureaux) <= names.keys() - {uow.department_uai}:
        raise BureauUnknown(field="bureaux")
    actor_id = await actor_called(uow, form.actor) if form.actor else None
    await route_need(
        uow,
        need_id=need_id,
        version=form.version,
        bureaux=form.bureaux,
        actor_id=actor_id,
        now=uow.now,
    )
    whom = [*(names[uai] for uai in form.bureaux), *([form.actor] if form.actor else [])]
    return see_other(f"/besoins/{need_id}", notice=f"Besoin transmis\u00a0: {', '.join(whom)}.")


@router.form(f"{NEED}/reprise", action=ROUTE_NEEDS, redisplay=show_need)
async def recall(need_id: UUID, uow: RequestUnitOfWork, typed: Holding) -> Response:
    """Take it back from who has it."""
    form = typed.model
    await recall_need(
        uow,
        need_id=need_id,
        version=form.version,
        assignment_id=form.assignment_id,
        now=uow.now,
    )
    fields = {"version": await _now_at(uow, need_id), "assignment_id": f"{form.assignment_id}"}
    here = f"/besoins/{need_id}"
    return see_other(here, notice="Besoin repris.", undo=Undo(f"{here}/retour", fields))


@router.form(f"{NEED}/retour", action=ROUTE_NEEDS, redisplay=show_need)
async def give_back(need_id: UUID, uow: RequestUnitOfWork, typed: Holding) -> Response:
    """Give it back to who had it."""
    form = typed.model
    await return_need(
        uow,
        need_id=need_id,
        version=form.version,
        assignment_id=form.assignment_id,
        now=uow.now,
    )
    return see_other(f"/besoins/{need_id}", notice="Besoin rendu à qui l’avait.")


@router.form(f"{NEED}/telephone", action=ROUTE_NEEDS, redisplay=show_need)
async def note_by_phone(
    need_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[PhoneAnswerForm], form_of(PhoneAnswerForm)],
) -> Response:
    """Note what an actor answered by phone."""
    form = typed.model
    if form.outcome is not NeedOutcome.NOT_FOR_US and not form.answer:
        raise AnswerMissing(field="answer")
    given = form.model_dump()
    await note_phone_answer(uow, need_id=need_id, now=uow.now, **given)
    here = f"/besoins/{need_id}"
    fields = {"version": await _now_at(uow, need_id), "assignment_id": f"{form.assignment_id}"}
    undo = Undo(f"{here}/telephone/annulation", fields)
    return see_other(here, notice="Réponse notée.", undo=undo)


@router.form(f"{NEED}/telephone/annulation", action=ROUTE_NEEDS, redisplay=show_need)
async def unnote(need_id: UUID, uow: RequestUnitOfWork, typed: Holding) -> Response:
    """Take back that an answer was noted."""
    form = typed.model
    await unnote_phone_answer(
        uow,
        need_id=need_id,
        version=form.version,
        assignment_id=form.assignment_id,
        now=uow.now,
    )
    notice = "La réponse n’est plus notée\u202f: le besoin est de nouveau où il était."
    return see_other(f"/besoins/{need_id}", notice=notice)


@router.form(f"{NEED}/cloture", action=ROUTE_NEEDS, redisplay=show_need)
async def close(
    need_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[ClosingForm], form_of(ClosingForm)],
) -> Response:
    """Be done with it: as it was answered, or with an answer of her own."""
    form = typed.model
    answered = (await Needs(uow).get(need_id)).status is NeedStatus.ANSWERED
    if not answered:
        _expect_an_answer(form)
    await close_need(
        uow,
        need_id=need_id,
        version=form.version,
        outcome=form.outcome,
        answer=form.answer,
        now=uow.now,
    )
    here = f"/besoins/{need_id}"
    back = f"{here}/{'remise' if answered else 'reouverture'}"
    undo = Undo(back, {"version": await _now_at(uow, need_id)})
    return see_other(here, notice="Besoin clos.", undo=undo)


def _expect_an_answer(form: ClosingForm) -> None:
    """What nobody answered is not closed without a word to the company."""
    if form.outcome is None:
        raise FormRefused({"outcome": "Dites ce qu’il en est."})
    if form.outcome is NeedOutcome.NOT_FOR_US or not form.answer:
        raise AnswerMissing(field="answer")


@router.form(f"{NEED}/reouverture", action=ROUTE_NEEDS, redisplay=show_need)
async def reopen(need_id: UUID, uow: RequestUnitOfWork, typed: Decision) -> Response:
    """See to it again."""
    await reopen_need(uow, need_id=need_id, version=typed.model.version, now=uow.now)
    return see_other(f"/besoins/{need_id}", notice="Besoin rouvert.")


@router.form(f"{NEED}/ecart", action=ROUTE_NEEDS, redisplay=show_need)
async def dismiss(
    need_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[DismissalForm], form_of(DismissalForm)],
) -> Response:
    """Set it apart: nothing is written to the company."""
    form = typed.model
    await dismiss_need(uow, need_id=need_id, version=form.version, reason=form.reason, now=uow.now)
    here = f"/besoins/{need_id}"
    undo = Undo(f"{here}/remise", {"version": await _now_at(uow, need_id)})
    return see_other(here, notice="Demande écartée.", undo=undo)


@router.form(f"{NEED}/remise", action=ROUTE_NEEDS, redisplay=show_need)
async def restore(need_id: UUID, uow: RequestUnitOfWork, typed: Decision) -> Response:
    """Take back that it is no need."""
    await restore_need(uow, need_id=need_id, version=typed.model.version, now=uow.now)
    return see_other(f"/besoins/{need_id}", notice="Le besoin est de nouveau où il était.")


async def _now_at(uow: UnitOfWork, need_id: UUID) -> str:
    """The version what was just done left, for the button that takes it back."""
    return f"{(await Needs(uow).get(need_id)).version}"
