"""What who hosted a pupil thinks of the stay, given in a minute by its link."""

from typing import Annotated
from uuid import UUID

from fastapi import Request, Response

from services.chassis.unit_of_work.permissions import PUBLIC
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.router import Router
from services.chassis.web.views.forms import Typed, form_of
from services.internships.host_desk.commands import give_opinion, withdraw_opinion
from services.internships.host_desk.forms import OpinionForm, OpinionMistakeForm
from services.internships.host_desk.pages.news import Told, do_of_stay
from services.internships.host_desk.pages.stay import OWN

router = Router()


@router.form(f"{OWN}/avis", action=PUBLIC, recorded=False, secret=True)
async def judge(
    request: Request,
    stay_token: str,
    typed: Annotated[Typed[OpinionForm], form_of(OpinionForm)],
) -> Response:
    """Give an opinion, or correct it."""

    async def work(uow: UnitOfWork, placement_id: UUID) -> Told:
        form = typed.model
        new = await give_opinion(
            uow,
            placement_id=placement_id,
            again=form.again,
            prepared=form.prepared,
            remark=form.remark,
            now=uow.now,
        )
        if new:
            return Told("Merci de votre avis.", ("avis/retrait", {}))
        return Told("Votre avis est corrigé.")

    return await do_of_stay(request, stay_token, typed, work)


@router.form(f"{OWN}/avis/retrait", action=PUBLIC, recorded=False, secret=True)
async def take_opinion_back(
    request: Request,
    stay_token: str,
    typed: Annotated[Typed[OpinionMistakeForm], form_of(OpinionMistakeForm)],
) -> Response:
    """Forget the opinion."""

    async def work(uow: UnitOfWork, placement_id: UUID) -> Told:
        await withdraw_opinion(uow, placement_id=placement_id, now=uow.now)
        return Told("Votre avis est retiré.")

    return await do_of_stay(request, stay_token, typed, work)
