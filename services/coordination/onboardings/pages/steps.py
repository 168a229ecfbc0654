"""The steps of who takes over a bureau, as the supervisor keeps them."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.strict_query import asked_id
from services.chassis.web.views.forms import Typed, form_of
from services.coordination.onboardings.commands import add_step, correct_step, show_step
from services.coordination.onboardings.forms import CorrectedStepForm, StepBackForm, StepForm
from services.coordination.onboardings.model import POSITION_MAX, TEXT_CHARACTERS_MAX, WEEKS_MAX
from services.coordination.onboardings.store import Steps
from services.coordination.permissions import KEEP_ONBOARDINGS

router = Router()
STEPS = "/prise-de-poste/etapes"
APART = 10
"""Between two steps, so that another one finds its place."""


@router.page(STEPS, action=KEEP_ONBOARDINGS)
async def steps(request: Request, uow: RequestUnitOfWork) -> Response:
    """The list, with the form of the step that is to be corrected, or of a new one."""
    shown = await Steps(uow).all()
    asked = asked_id(request, "etape")
    step = next((one for one in shown if one.id == asked), None)
    if step is None:
        after = max((one.position for one in shown), default=0) + APART
        blank: Typed[Any] = Typed.blank(StepForm, position=min(after, POSITION_MAX))
        return await show_steps(request, uow, blank)
    names = ("text", "week", "position", "link", "version")
    held = {name: getattr(step, name) for name in names}
    typed = Typed.blank(CorrectedStepForm, onboarding_step_id=step.id, **held)
    return await show_steps(request, uow, typed)


async def show_steps(request: Request, uow: RequestUnitOfWork, typed: Refused[Any]) -> Response:
    """The list, with a form as it was typed."""
    editing = typed.form in (StepForm, CorrectedStepForm)
    return render(
        request,
        "coordination/onboardings/steps.html",
        steps=await Steps(uow).all(),
        typed=typed,
        placed=editing,
        step=typed if editing else Typed.blank(StepForm),
        correcting=typed.form is CorrectedStepForm,
        text_max=TEXT_CHARACTERS_MAX,
        weeks_max=WEEKS_MAX,
        position_max=POSITION_MAX,
    )


@router.form(STEPS, action=KEEP_ONBOARDINGS, redisplay=show_steps)
async def add(
    uow: RequestUnitOfWork, typed: Annotated[Typed[StepForm], form_of(StepForm)]
) -> Response:
    """Add a step."""
    step_id = await add_step(uow, **typed.model.model_dump())
    return see_other(STEPS, notice="Étape ajoutée.", undo=_undo("retrait", step_id, 1))


@router.form(f"{STEPS}/correction", action=KEEP_ONBOARDINGS, redisplay=show_steps)
async def correct(
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[CorrectedStepForm], form_of(CorrectedStepForm)],
) -> Response:
    """Correct a step."""
    form = typed.model
    before = await correct_step(
        uow,
        step_id=form.onboarding_step_id,
        version=form.version,
        text=form.text,
        week=form.week,
        link=form.link,
        position=form.position,
    )
    held = {
        "text": before.text,
        "week": str(before.week),
        "link": before.link or "",
        "position": str(before.position),
    }
    undo = Undo(
        f"{STEPS}/correction",
        {"onboarding_step_id": str(before.id), "version": str(form.version + 1), **held},
    )
    return see_other(STEPS, notice="Étape corrigée.", undo=undo)


Back = Annotated[Typed[StepBackForm], form_of(StepBackForm)]


@router.form(f"{STEPS}/retrait", action=KEEP_ONBOARDINGS, redisplay=show_steps)
async def remove(uow: RequestUnitOfWork, typed: Back) -> Response:
    """Take a step out of the list."""
    form = typed.model
    await show_step(uow, step_id=form.onboarding_step_id, version=form.version, shown=False)
    undo = _undo("remise", form.onboarding_step_id, form.version + 1)
    return see_other(STEPS, notice="Étape retirée de la liste.", undo=undo)


@router.form(f"{STEPS}/remise", action=KEEP_ONBOARDINGS, redisplay=show_steps)
async def put_back(uow: RequestUnitOfWork, typed: Back) -> Response:
    """Put a step back into the list."""
    form = typed.model
    await show_step(uow, step_id=form.onboarding_step_id, version=form.version, shown=True)
    return see_other(STEPS, notice="Étape remise dans la liste.")


def _undo(way: str, step_id: UUID, version: int) -> Undo:
    fields = {"onboarding_step_id": str(step_id), "version": str(version)}
    return Undo(f"{STEPS}/{way}", fields)
