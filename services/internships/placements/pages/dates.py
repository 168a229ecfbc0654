"""The days somebody is really at a host."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from services.chassis.web.answers.rendering import Undo, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.internships.permissions import MANAGE_PLACEMENTS
from services.internships.placements.commands.set_placement_dates import set_placement_dates
from services.internships.placements.forms import OwnDatesForm
from services.internships.placements.pages.placements import PLACEMENT, redraw_placement
from services.internships.placements.queries.placements import read_placement

router = Router()


@router.form(f"{PLACEMENT}/dates", action=MANAGE_PLACEMENTS, redisplay=redraw_placement)
async def set_dates(
    placement_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[OwnDatesForm], form_of(OwnDatesForm)],
) -> Response:
    """Say on which days the pupil is there, other than those of the period or them again."""
    form = typed.model
    before = await read_placement(uow, placement_id)
    await set_placement_dates(
        uow,
        placement_id=placement_id,
        version=form.version,
        starts_on=form.starts_on,
        ends_on=form.ends_on,
        reason=form.reason,
        now=uow.now,
    )
    here = f"/pfmp/placements/{placement_id}"
    former = {
        "version": str((await read_placement(uow, placement_id)).version),
        "starts_on": before.first_on.isoformat(),
        "ends_on": before.until_on.isoformat(),
    }
    reason = {"reason": before.dates_reason.value} if before.dates_reason else {}
    return see_other(
        here, notice="Dates enregistrées.", undo=Undo(f"{here}/dates", former | reason)
    )
