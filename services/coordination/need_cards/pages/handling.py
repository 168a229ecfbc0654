"""What a bureau does with a need it has."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from contracts.coordination.needs import NeedOutcome
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.rendering import Undo, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.chassis.web.views.french import date_fr
from services.coordination.base.promises import latest_promise
from services.coordination.need_cards.forms import AnswerForm, OwnPartForm, TakingForm
from services.coordination.need_cards.model import AnswerMissing
from services.coordination.need_cards.pages.need_card import NEED, show_need
from services.coordination.needs.commands.answer_need import answer_need
from services.coordination.needs.commands.release_need import release_need
from services.coordination.needs.commands.take_need import take_need
from services.coordination.needs.model.assignment import Assignment
from services.coordination.needs.store.needs import Assignments
from services.coordination.news.model.calendar import local_date
from services.coordination.permissions import HANDLE_NEEDS

router = Router()


@router.form(f"{NEED}/prise-en-charge", action=HANDLE_NEEDS, redisplay=show_need)
async def take(
    need_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[TakingForm], form_of(TakingForm)],
) -> Response:
    """Take it in charge, or promise another day."""
    form = typed.model
    await take_need(
        uow,
        need_id=need_id,
        assignment_id=form.assignment_id,
        promised_on=form.promised_on,
        now=uow.now,
    )
    day = date_fr(form.promised_on, year=False)
    notice = f"Besoin pris en charge\u00a0: l’entreprise a une réponse avant la fin du {day}."
    return see_other(f"/besoins/{need_id}", notice=notice)


@router.form(f"{NEED}/rendu", action=HANDLE_NEEDS, redisplay=show_need)
async def release(
    need_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[OwnPartForm], form_of(OwnPartForm)],
) -> Response:
    """Take back that one takes it in charge."""
    assignment_id = typed.model.assignment_id
    before = await _own(uow, need_id, assignment_id)
    await release_need(uow, need_id=need_id, assignment_id=assignment_id, now=uow.now)
    here = f"/besoins/{need_id}"
    fields = {"assignment_id": f"{assignment_id}", "promised_on": f"{before.promised_on}"}
    today = local_date(uow.now)
    day = before.promised_on
    promised = day is not None and today <= day <= latest_promise(today)
    undo = Undo(f"{here}/prise-en-charge", fields) if promised else None
    return see_other(here, notice="Prise en charge annulée\u00a0: le besoin attend.", undo=undo)


@router.form(f"{NEED}/reponse", action=HANDLE_NEEDS, redisplay=show_need)
async def answer(
    need_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[AnswerForm], form_of(AnswerForm)],
) -> Response:
    """Say what came of it."""
    form = typed.model
    if form.outcome is not NeedOutcome.NOT_FOR_US and not form.answer:
        raise AnswerMissing(field="answer")
    await answer_need(
        uow,
        need_id=need_id,
        assignment_id=form.assignment_id,
        outcome=form.outcome,
        answer=form.answer,
        now=uow.now,
    )
    return see_other(f"/besoins/{need_id}", notice="Réponse enregistrée.")


async def _own(uow: UnitOfWork, need_id: UUID, assignment_id: UUID) -> Assignment:
    """Raises NotFound."""
    held = await Assignments(uow).of(need_id)
    found = next((one for one in held if one.id == assignment_id), None)
    if found is None:
        raise NotFound
    return found
