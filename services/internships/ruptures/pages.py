"""How a place ended before its last day, and taking that back."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.rendering import Undo, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.internships.board.pages import board_of, keeping
from services.internships.family_letters.commands import tell_family_of_end
from services.internships.family_letters.queries import was_told_of_end
from services.internships.permissions import MANAGE_PLACEMENTS
from services.internships.placements.forms import (
    EndForm,
    InterruptionForm,
    NoShowForm,
    UndoneEndForm,
)
from services.internships.placements.pages.placements import PLACEMENT, redraw_placement
from services.internships.placements.queries.placements import PlacementCard, read_placement
from services.internships.ruptures.commands import (
    interrupt_placement,
    record_no_show,
    undo_placement_end,
)
from services.internships.stays.model.states import PlacementStatus

router = Router()


@router.form(f"{PLACEMENT}/rupture", action=MANAGE_PLACEMENTS, redisplay=redraw_placement)
async def interrupt(
    placement_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[InterruptionForm], form_of(InterruptionForm)],
) -> Response:
    """The pupil left the host before the last day."""
    form = typed.model
    await interrupt_placement(
        uow,
        placement_id=placement_id,
        version=form.version,
        on=form.on,
        reason=form.reason,
        now=uow.now,
    )
    told = "Rupture notée\u202f: l’élève est sans lieu d’accueil."
    if form.tell_family and await tell_family_of_end(uow, placement_id=placement_id, now=uow.now):
        told += " La famille est prévenue par courriel."
    return await _ended(uow, placement_id, form, told)


@router.form(f"{PLACEMENT}/absence", action=MANAGE_PLACEMENTS, redisplay=redraw_placement)
async def note_no_show(
    placement_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[NoShowForm], form_of(NoShowForm)],
) -> Response:
    """The pupil never came to the host."""
    form = typed.model
    await record_no_show(
        uow,
        placement_id=placement_id,
        version=form.version,
        on=form.on,
        reason=form.reason,
        now=uow.now,
    )
    return await _ended(
        uow,
        placement_id,
        form,
        "«\u00a0Jamais commencé\u00a0» noté\u202f: l’élève est sans lieu d’accueil.",
    )


@router.form(f"{PLACEMENT}/reprise", action=MANAGE_PLACEMENTS, redisplay=redraw_placement)
async def undo_end(
    placement_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[UndoneEndForm], form_of(UndoneEndForm)],
) -> Response:
    """What was noted was a mistake: the place stands as before."""
    form = typed.model
    before = await read_placement(uow, placement_id)
    await undo_placement_end(uow, placement_id=placement_id, version=form.version, now=uow.now)
    now = await read_placement(uow, placement_id)
    was = "Rupture annulée" if before.status is PlacementStatus.INTERRUPTED else "Absence annulée"
    told = f"{was}\u202f: le lieu d’accueil est de nouveau confirmé."
    if before.ended_on and await was_told_of_end(uow, placement_id, before.ended_on):
        told += " Un courriel en prévenait la famille\u202f: s’il est parti, dites-lui que la PFMP continue."
    return see_other(
        _way_back(now, form.tableau),
        notice=told,
        undo=_ending_again(before, now.version, form.tableau),
    )


def _ending_again(before: PlacementCard, version: int, tableau: str | None) -> Undo:
    kind = "rupture" if before.status is PlacementStatus.INTERRUPTED else "absence"
    fields = {
        "version": str(version),
        "on": before.ended_on.isoformat() if before.ended_on else "",
        "reason": before.end_reason or "",
    }
    return Undo(f"/pfmp/placements/{before.id}/{kind}", fields | keeping(tableau))


async def _ended(uow: UnitOfWork, placement_id: UUID, form: EndForm, notice: str) -> Response:
    now = await read_placement(uow, placement_id)
    undo = Undo(
        f"/pfmp/placements/{placement_id}/reprise",
        {"version": str(now.version)} | keeping(form.tableau),
    )
    return see_other(_way_back(now, form.tableau), notice=notice, undo=undo)


def _way_back(placement: PlacementCard, tableau: str | None) -> str:
    own = f"/pfmp/placements/{placement.id}"
    return board_of(placement.period_id, tableau, otherwise=own)
