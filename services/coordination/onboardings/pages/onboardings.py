"""Taking over a bureau: its own steps for a bureau, how far each is for the supervisor, and the list she keeps."""

from typing import Annotated, Any

from fastapi import Request, Response

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.coordination.news.model.calendar import local_date
from services.coordination.news.store.news import Lycees
from services.coordination.onboardings.commands import (
    begin_onboarding,
    close_onboarding,
    reopen_onboarding,
    tick_step,
)
from services.coordination.onboardings.forms import (
    BeginOnboardingForm,
    OnboardingForm,
    TickForm,
)
from services.coordination.onboardings.queries import read_progress
from services.coordination.permissions import (
    KEEP_ONBOARDINGS,
    PERMISSIONS,
    SEE_ONBOARDINGS,
    TICK_ONBOARDINGS,
)

router = Router()
HERE = "/prise-de-poste"
Tick = Annotated[Typed[TickForm], form_of(TickForm)]
Moved = Annotated[Typed[OnboardingForm], form_of(OnboardingForm)]


@router.page(HERE, action=SEE_ONBOARDINGS)
async def onboardings(request: Request, uow: RequestUnitOfWork) -> Response:
    """The steps of one’s own bureau; of the supervisor, how far each is."""
    return await show_onboardings(request, uow, Typed.blank(BeginOnboardingForm))


async def show_onboardings(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any]
) -> Response:
    """The page of takings-over, with what was refused, if anything was."""
    user = context_of(request).user
    keeps = PERMISSIONS.allows(user, KEEP_ONBOARDINGS)
    names = await Lycees(uow).names() if keeps else {}
    beginning = typed.form is BeginOnboardingForm
    return render(
        request,
        "coordination/onboardings/onboardings.html",
        found=await read_progress(uow),
        typed=typed,
        begin=typed if beginning else Typed.blank(BeginOnboardingForm),
        placed=beginning and keeps,
        keeps=keeps,
        ticks=PERMISSIONS.allows(user, TICK_ONBOARDINGS),
        lycee_choices=[(uai, name) for uai, name in names.items() if uai != uow.department_uai],
    )


@router.fragment("/reseau/fragments/prise-de-poste", action=TICK_ONBOARDINGS)
async def of_a_bureau(request: Request, uow: RequestUnitOfWork) -> Response:
    """The next steps of a bureau that changes hands; nothing where it does not, or not yet."""
    today = local_date(uow.now)
    begun = [one for one in await read_progress(uow) if one.onboarding.begun_on <= today]
    return render(
        request,
        "coordination/onboardings/fragment_bureau.html",
        found=[one for one in begun if one.waiting],
    )


@router.form(f"{HERE}/ouverture", action=KEEP_ONBOARDINGS, redisplay=show_onboardings)
async def begin(
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[BeginOnboardingForm], form_of(BeginOnboardingForm)],
) -> Response:
    """Open the list for a lycée."""
    form = typed.model
    onboarding_id = await begin_onboarding(uow, lycee=form.lycee, begun_on=form.begun_on)
    undo = Undo(f"{HERE}/cloture", {"onboarding_id": str(onboarding_id), "version": "1"})
    return see_other(HERE, notice="Prise de poste ouverte\u202f: le bureau la trouve.", undo=undo)


@router.form(f"{HERE}/cloture", action=KEEP_ONBOARDINGS, redisplay=show_onboardings)
async def close(uow: RequestUnitOfWork, typed: Moved) -> Response:
    """Close it."""
    form = typed.model
    await close_onboarding(uow, onboarding_id=form.onboarding_id, version=form.version, now=uow.now)
    fields = {"onboarding_id": str(form.onboarding_id), "version": str(form.version + 1)}
    return see_other(HERE, notice="Prise de poste close.", undo=Undo(f"{HERE}/reouverture", fields))


@router.form(f"{HERE}/reouverture", action=KEEP_ONBOARDINGS, redisplay=show_onboardings)
async def reopen(uow: RequestUnitOfWork, typed: Moved) -> Response:
    """Open it again."""
    form = typed.model
    await reopen_onboarding(uow, onboarding_id=form.onboarding_id, version=form.version)
    return see_other(HERE, notice="Prise de poste rouverte.")


@router.form(f"{HERE}/faite", action=TICK_ONBOARDINGS, redisplay=show_onboardings)
async def tick(uow: RequestUnitOfWork, typed: Tick) -> Response:
    """A step is done."""
    await _ticked(uow, typed.model, done=True)
    fields = {name: str(value) for name, value in typed.model.model_dump().items()}
    return see_other(HERE, notice="Étape faite.", undo=Undo(f"{HERE}/a-faire", fields))


@router.form(f"{HERE}/a-faire", action=TICK_ONBOARDINGS, redisplay=show_onboardings)
async def untick(uow: RequestUnitOfWork, typed: Tick) -> Response:
    """A step is not done, after all."""
    await _ticked(uow, typed.model, done=False)
    return see_other(HERE, notice="Étape de nouveau à faire.")


async def _ticked(uow: UnitOfWork, form: TickForm, *, done: bool) -> None:
    await tick_step(
        uow,
        onboarding_id=form.onboarding_id,
        step_id=form.onboarding_step_id,
        done=done,
        now=uow.now,
    )
