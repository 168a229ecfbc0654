"""Companies of an action: one that is added or left out, and what each answered."""

from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Response

from services.chassis.web.answers.rendering import Undo, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.partnerships.actions.labels import ANSWERS
from services.partnerships.actions.pages.actions import ACTION, YEAR, show_action
from services.partnerships.invitations.commands import invite_company, note_answer
from services.partnerships.invitations.forms import AnswerForm, InvitationForm
from services.partnerships.permissions import MANAGE_ACTIONS

router = Router()
COMPANIES = f"{ACTION}/entreprises"


@router.form(COMPANIES, action=MANAGE_ACTIONS, redisplay=show_action)
async def bring(
    action_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[InvitationForm], form_of(InvitationForm)],
) -> Response:
    """Have a company take part."""
    company_id = typed.model.company_id
    await invite_company(
        uow,
        action_id=action_id,
        company_id=company_id,
        takes_part=True,
        answer=typed.model.answer,
        now=uow.now,
    )
    here = f"{YEAR}/{action_id}"
    undo = Undo(f"{here}/entreprises/retrait", {"company_id": str(company_id)})
    return see_other(here, notice="Entreprise ajoutée à l’action.", undo=undo)


@router.form(f"{COMPANIES}/reponse", action=MANAGE_ACTIONS, redisplay=show_action)
async def answer(
    action_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[AnswerForm], form_of(AnswerForm)],
) -> Response:
    """Note what a company answered, or whether it came."""
    form = typed.model
    before = await note_answer(
        uow, action_id=action_id, company_id=form.company_id, answer=form.answer, now=uow.now
    )
    here = f"{YEAR}/{action_id}"
    undo = Undo(
        f"{here}/entreprises/reponse",
        {"company_id": str(form.company_id), "answer": before.value},
    )
    page = {"reponse": form.shown and form.shown.value, "apres": form.after}
    asked = urlencode({name: value for name, value in page.items() if value})
    notice = f"Réponse notée\u00a0: {ANSWERS[form.answer][0].lower()}."
    return see_other(f"{here}?{asked}" if asked else here, notice=notice, undo=undo)


@router.form(f"{COMPANIES}/retrait", action=MANAGE_ACTIONS, redisplay=show_action)
async def leave_out(
    action_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[InvitationForm], form_of(InvitationForm)],
) -> Response:
    """Have a company not take part."""
    company_id = typed.model.company_id
    before = await invite_company(
        uow, action_id=action_id, company_id=company_id, takes_part=False, now=uow.now
    )
    here = f"{YEAR}/{action_id}"
    kept = {"company_id": str(company_id), **({"answer": before.value} if before else {})}
    undo = Undo(f"{here}/entreprises", kept)
    return see_other(here, notice="Entreprise retirée de l’action.", undo=undo)
