"""The actions a company is asked to, on its own page, and its answer to each."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.unit_of_work.permissions import PUBLIC
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.router import Router
from services.chassis.web.views.forms import Typed, form_of
from services.partnerships.actions.model import ACTION_KINDS, CompanyAnswer
from services.partnerships.host_pages.pages.host_page import OWN, do_own
from services.partnerships.host_pages.pages.parts import PARTS
from services.partnerships.host_pages.queries import OwnPage
from services.partnerships.own_answers.commands import answer_on_own_page
from services.partnerships.own_answers.forms import OwnAnswerForm
from services.partnerships.own_answers.queries import read_own_actions

router = Router()
NOTICES: Mapping[CompanyAnswer, str] = {
    CompanyAnswer.COMING: "C’est noté\u202f: vous participez. Merci.",
    CompanyAnswer.DECLINED: "C’est noté\u202f: vous ne participez pas.",
    CompanyAnswer.INVITED: "Votre réponse est retirée.",
}


async def own_actions(uow: UnitOfWork, own: OwnPage) -> Mapping[str, Any]:
    """What the page shows of actions."""
    shown = [
        (one, one.companies[own.page.company_id]) for one in await read_own_actions(uow, own.page)
    ]
    return {"own_actions": shown, "action_kinds": ACTION_KINDS}


@router.form(f"{OWN}/actions", action=PUBLIC, recorded=False, secret=True)
async def answer(
    request: Request,
    page_token: str,
    typed: Annotated[Typed[OwnAnswerForm], form_of(OwnAnswerForm)],
) -> Response:
    """Say whether the company comes, or take it back."""

    async def work(uow: UnitOfWork, page_id: UUID, form: OwnAnswerForm) -> None:
        await answer_on_own_page(
            uow, page_id=page_id, action_id=form.action_id, answer=form.answer, now=uow.now
        )

    said = next((one for one in NOTICES if one == typed.value("answer")), CompanyAnswer.COMING)
    return await do_own(request, page_token, typed, work, notice=NOTICES[said])


PARTS.add(own_actions)
