"""The visit a bureau plans, moves or calls off on the page of a pupil's follow-up."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from services.chassis.web.answers.rendering import Undo, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.internships.follow_ups.pages.followed import PAGE, page_of, show_followed
from services.internships.permissions import NOTE_FOLLOW_UP
from services.internships.visits.forms import ShownVisitForm, VisitForm
from services.internships.visits.pages import (
    CANCEL,
    RESTORE,
    VISIT,
    Done,
    arrange,
    call_off,
    restore,
)

router = Router()


@router.form(f"{PAGE}/{VISIT}", action=NOTE_FOLLOW_UP, redisplay=show_followed)
async def plan(
    placement_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[VisitForm], form_of(VisitForm)],
) -> Response:
    """Plan a visit, or move it."""
    return _done(placement_id, await arrange(uow, placement_id=placement_id, form=typed.model))


@router.form(f"{PAGE}/{CANCEL}", action=NOTE_FOLLOW_UP, redisplay=show_followed)
async def cancel(
    placement_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[ShownVisitForm], form_of(ShownVisitForm)],
) -> Response:
    """Call a visit off: it does not take place."""
    return _done(placement_id, await call_off(uow, placement_id=placement_id, form=typed.model))


@router.form(f"{PAGE}/{RESTORE}", action=NOTE_FOLLOW_UP, redisplay=show_followed)
async def take_back(
    placement_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[ShownVisitForm], form_of(ShownVisitForm)],
) -> Response:
    """Put a visit back: it takes place after all."""
    return _done(placement_id, await restore(uow, placement_id=placement_id, form=typed.model))


def _done(placement_id: UUID, done: Done) -> Response:
    here = page_of(placement_id)
    undo = Undo(f"{here}/{done.way}", done.back or {}) if done.way else None
    return see_other(here, notice=done.notice, undo=undo)
