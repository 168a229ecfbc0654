"""Giving a place up, and putting it back."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from services.chassis.web.forms import Typed, form_of
from services.chassis.web.rendering import Undo
from services.chassis.web.routing import RequestUnitOfWork, Router
from services.internships.pages.board import keeping
from services.internships.pages.forms import RestoringForm, WithdrawalForm
from services.internships.pages.placements import PLACEMENT, moved, redraw_placement
from services.internships.permissions import MANAGE_PLACEMENTS
from services.internships.queries.placements import read_placement
from services.internships.use_cases.restore_placement import restore_placement
from services.internships.use_cases.withdraw_placement import withdraw_placement

router = Router()


@router.form(f"{PLACEMENT}/retrait", action=MANAGE_PLACEMENTS, redisplay=redraw_placement)
async def withdraw(
    placement_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[WithdrawalForm], form_of(WithdrawalForm)],
) -> Response:
    """The place is given up."""
    form = typed.model
    await withdraw_placement(
        uow, placement_id=placement_id, version=form.version, reason=form.reason, now=uow.now
    )
    now = await read_placement(uow, placement_id)
    undo = Undo(
        f"/pfmp/placements/{placement_id}/remise",
        {"version": str(now.version)} | keeping(form.tableau),
    )
    notice = "Lieu d’accueil retiré."
    return await moved(uow, placement_id, form.tableau, notice=notice, undo=undo)


@router.form(f"{PLACEMENT}/remise", action=MANAGE_PLACEMENTS, redisplay=redraw_placement)
async def restore(
    placement_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[RestoringForm], form_of(RestoringForm)],
) -> Response:
    """The place was given up by mistake."""
    form = typed.model
    again = await restore_placement(
        uow, placement_id=placement_id, version=form.version, now=uow.now
    )
    return await moved(uow, again, form.tableau, notice="Lieu d’accueil remis comme avant.")
