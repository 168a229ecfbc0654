"""What teachers brought, to be looked at by the bureau: accepted, added to a card, left aside."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import FormModel, Typed, form_of
from services.partnerships.exchanges.labels import OUTCOMES
from services.partnerships.permissions import MANAGE_COMPANIES
from services.partnerships.teacher_links.commands import (
    accept_brought,
    reconsider_brought,
    refuse_brought,
)
from services.partnerships.teacher_links.forms import AcceptedForm
from services.partnerships.teacher_links.queries import read_to_settle

router = Router()
LIST = "/entreprises/apports"


@router.page(LIST, action=MANAGE_COMPANIES)
async def waiting(request: Request, uow: RequestUnitOfWork, apres: UUID | None = None) -> Response:
    """What waits, page by page."""
    return await _list(request, uow, Typed.blank(FormModel), apres)


async def _again(request: Request, uow: RequestUnitOfWork, typed: Refused[Any]) -> Response:
    return await _list(request, uow, typed)


async def _list(
    request: Request, uow: UnitOfWork, typed: Typed[Any], after: UUID | None = None
) -> Response:
    return render(
        request,
        "partnerships/teacher_links/brought.html",
        page=await read_to_settle(uow, after),
        first=after is None,
        outcome_labels=OUTCOMES,
        typed=typed,
    )


@router.form(LIST + "/{brought_id}/accord", action=MANAGE_COMPANIES, redisplay=_again)
async def accept(
    brought_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[AcceptedForm], form_of(AcceptedForm)],
) -> Response:
    """Add it to a card, or make one."""
    accepted = await accept_brought(
        uow, brought_id=brought_id, company_id=typed.model.company_id, now=uow.now
    )
    notice = "C’est noté sur cette fiche."
    if accepted.without_contact:
        notice = "C’est noté sur cette fiche, sans le contact\u202f: la personne s’est opposée à être contactée."
    return see_other(f"/entreprises/{accepted.company_id}", notice=notice)


@router.form(LIST + "/{brought_id}/refus", action=MANAGE_COMPANIES, redisplay=_again)
async def refuse(
    brought_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[FormModel], form_of(FormModel)],  # noqa: ARG001 refuses other fields
) -> Response:
    """Leave it aside."""
    await refuse_brought(uow, brought_id=brought_id, now=uow.now)
    return see_other(LIST, notice="Écarté.", undo=Undo(f"{LIST}/{brought_id}/reprise"))


@router.form(LIST + "/{brought_id}/reprise", action=MANAGE_COMPANIES, redisplay=_again)
async def reconsider(
    brought_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[FormModel], form_of(FormModel)],  # noqa: ARG001 refuses other fields
) -> Response:
    """Look at it anew."""
    await reconsider_brought(uow, brought_id=brought_id, now=uow.now)
    return see_other(LIST, notice="De retour dans la liste.")
