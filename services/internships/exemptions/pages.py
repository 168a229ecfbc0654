"""A pupil exempted from a period (dispense), and the exemption lifted."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from services.chassis.web.answers.rendering import Undo, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.internships.board.pages import board_of, keeping
from services.internships.exemptions.commands import exempt_pupil, lift_exemption
from services.internships.exemptions.forms import ExemptionForm, LiftingForm
from services.internships.permissions import MANAGE_PLACEMENTS
from services.internships.placements.pages.participation import PARTICIPATION, redraw_participation

router = Router()


@router.form(f"{PARTICIPATION}/dispense", action=MANAGE_PLACEMENTS, redisplay=redraw_participation)
async def exempt(
    period_id: UUID,
    pupil_year_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[ExemptionForm], form_of(ExemptionForm)],
) -> Response:
    """Exempt the pupil from the period."""
    form = typed.model
    await exempt_pupil(
        uow,
        period_id=period_id,
        pupil_year_id=pupil_year_id,
        reason=form.exemption,
        now=uow.now,
    )
    here = f"/pfmp/periodes/{period_id}"
    return see_other(
        board_of(period_id, form.tableau, otherwise=here),
        notice="Dispense enregistrée.",
        undo=Undo(f"{here}/eleves/{pupil_year_id}/dispense/retrait", keeping(form.tableau)),
    )


@router.form(
    f"{PARTICIPATION}/dispense/retrait", action=MANAGE_PLACEMENTS, redisplay=redraw_participation
)
async def lift(
    period_id: UUID,
    pupil_year_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[LiftingForm], form_of(LiftingForm)],
) -> Response:
    """Have the pupil look for a place after all."""
    tableau = typed.model.tableau
    lifted = await lift_exemption(
        uow, period_id=period_id, pupil_year_id=pupil_year_id, now=uow.now
    )
    here = f"/pfmp/periodes/{period_id}"
    return see_other(
        board_of(period_id, tableau, otherwise=here),
        notice="Dispense levée.",
        undo=Undo(
            f"{here}/eleves/{pupil_year_id}/dispense",
            {"exemption": lifted.value} | keeping(tableau),
        ),
    )
