"""Pages of the pupils a finished period counts: only somebody who says so changes it."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.base.errors import Invalid
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import FormModel, Typed, form_of
from services.chassis.web.views.french import plural
from services.internships.base.access_notes import note_pupils
from services.internships.base.page import draw
from services.internships.counted_pupils.commands import (
    Counted,
    correct_counted_pupils,
    undo_counted_pupils,
)
from services.internships.counted_pupils.forms import CountedPupilsForm
from services.internships.counted_pupils.queries import read_counted_pupils
from services.internships.coverage.queries.periods import read_period
from services.internships.permissions import MANAGE_PUPILS

router = Router()
COUNTED = "/pfmp/periodes/{period_id}/effectif"


class NobodyChosen(Invalid):
    """Pupils sent without a tick: nothing is changed."""

    code = "nobody-chosen"
    title = "Cochez au moins un élève."


class ChoiceUnreadable(Invalid):
    """The page sends ids that it was given; something else changed them."""

    code = "choice-unreadable"
    title = "Rechargez la page, puis cochez les élèves de nouveau."


@router.page(COUNTED, action=MANAGE_PUPILS)
async def counted_pupils(request: Request, period_id: UUID, uow: RequestUnitOfWork) -> Response:
    """Pupils the period counts and its classes have no more, and the reverse."""
    return await _counted(request, uow, Typed.blank(CountedPupilsForm), period_id)


async def _counted(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], period_id: UUID
) -> Response:
    card = await read_period(uow, period_id)
    await note_pupils(uow, [card.period.uai], period_id=period_id)
    return draw(
        request,
        "internships/counted_pupils/counted_pupils.html",
        of=card.period.uai,
        action=MANAGE_PUPILS,
        card=card,
        differing=await read_counted_pupils(uow, period_id),
        typed=typed,
        ticked={*typed.chosen("adding"), *typed.chosen("removing")},
    )


@router.form(COUNTED, action=MANAGE_PUPILS, redisplay=_counted)
async def correct(
    period_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[CountedPupilsForm], form_of(CountedPupilsForm)],
) -> Response:
    """Count the ticked pupils otherwise."""
    form = typed.model
    if not (form.adding or form.removing):
        raise NobodyChosen
    change_id = await correct_counted_pupils(
        uow,
        period_id=period_id,
        adding=_pairs(form.adding),
        removing=_pairs(form.removing),
        now=uow.now,
    )
    changed = plural(len(form.adding) + len(form.removing), "élève corrigé", "élèves corrigés")
    undo = Undo(f"{COUNTED.format(period_id=period_id)}/{change_id}/annulation")
    return see_other(f"/pfmp/periodes/{period_id}", notice=f"Effectif\u202f: {changed}.", undo=undo)


@router.form(f"{COUNTED}/{{change_id}}/annulation", action=MANAGE_PUPILS)
async def undo(
    period_id: UUID,
    change_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[FormModel], form_of(FormModel)],  # noqa: ARG001 refuses other fields
) -> Response:
    """The correction was a mistake."""
    await undo_counted_pupils(uow, period_id=period_id, change_id=change_id, now=uow.now)
    return see_other(f"/pfmp/periodes/{period_id}", notice="Effectif\u202f: comme avant.")


def _pairs(values: Sequence[str]) -> list[Counted]:
    try:
        pairs = [value.split(":", 1) for value in values]
        return [(UUID(formation), UUID(pupil)) for formation, pupil in pairs]
    except ValueError as broken:
        raise ChoiceUnreadable from broken
