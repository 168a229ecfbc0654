"""Commands of taking over a bureau: opened, closed, ticked; the supervisor keeps the steps."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.base.errors import NotFound, StaleVersion
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.news.store.news import Lycees
from services.coordination.onboardings.model import (
    Onboarding,
    OnboardingLyceeUnknown,
    OnboardingOver,
    OnboardingRunning,
    Step,
    StepMoved,
)
from services.coordination.onboardings.store import Onboardings, Steps


async def begin_onboarding(uow: UnitOfWork, *, lycee: Uai, begun_on: date) -> UUID:
    """Open the list of steps for a bureau that changes hands (prise de poste); return its id.

    Raises OnboardingLyceeUnknown, OnboardingRunning.
    """
    names = await Lycees(uow).names()
    if lycee == uow.department_uai or lycee not in names:
        raise OnboardingLyceeUnknown(field="lycee")
    onboarding_id = uow.new_id()
    if not await Onboardings(uow).begin(onboarding_id, lycee, begun_on):
        raise OnboardingRunning
    return onboarding_id


async def close_onboarding(
    uow: UnitOfWork, *, onboarding_id: UUID, version: int, now: datetime
) -> None:
    """Close it: the bureau is at work. Raises NotFound, StaleVersion, OnboardingOver."""
    one = await _versioned(uow, onboarding_id, version)
    if one.closed:
        raise OnboardingOver
    await Onboardings(uow).close(one, closed_at=now)


async def reopen_onboarding(uow: UnitOfWork, *, onboarding_id: UUID, version: int) -> None:
    """Open it again. Raises NotFound, StaleVersion, OnboardingOver, OnboardingRunning."""
    one = await _versioned(uow, onboarding_id, version)
    if not one.closed:
        raise OnboardingOver
    known = Onboardings(uow)
    if any(other.uai == one.uai for other in await known.open()):
        raise OnboardingRunning
    await known.close(one, closed_at=None)


async def tick_step(
    uow: UnitOfWork, *, onboarding_id: UUID, step_id: UUID, done: bool, now: datetime
) -> None:
    """Note a step as done, or not, after all. Raises NotFound, OnboardingOver."""
    one = await Onboardings(uow).get(onboarding_id)
    uow.writing_for(one.uai)
    if one.closed:
        raise OnboardingOver
    if step_id not in {step.id for step in await Steps(uow).all()}:
        raise NotFound
    await Onboardings(uow).tick(one, step_id, done_at=now if done else None)


async def add_step(
    uow: UnitOfWork, *, text: str, week: int, link: str | None, position: int
) -> UUID:
    """Add a step to the list of the department; return its id."""
    steps = Steps(uow)
    await steps.own()
    step = Step(uow.new_id(), position, text, week, link)
    await steps.add(step)
    return step.id


async def correct_step(
    uow: UnitOfWork,
    *,
    step_id: UUID,
    version: int,
    text: str,
    week: int,
    link: str | None,
    position: int,
) -> Step:
    """Say a step otherwise, or elsewhere in the list; return what it said. Raises NotFound, StepMoved."""
    before = await _step(uow, step_id, version)
    changed = replace(
        before, text=text, week=week, link=link, position=position, version=version + 1
    )
    await _save(uow, changed)
    return before


async def show_step(uow: UnitOfWork, *, step_id: UUID, version: int, shown: bool) -> None:
    """Take a step out of the list, or put it back. Raises NotFound, StepMoved."""
    before = await _step(uow, step_id, version)
    await _save(uow, replace(before, removed=not shown, version=version + 1))


async def _versioned(uow: UnitOfWork, onboarding_id: UUID, version: int) -> Onboarding:
    one = await Onboardings(uow).get(onboarding_id)
    if one.version != version:
        raise StaleVersion(current={"version": one.version})
    return one


async def _step(uow: UnitOfWork, step_id: UUID, version: int) -> Step:
    found = {one.id: one for one in await Steps(uow).own()}
    if step_id not in found:
        raise NotFound
    if found[step_id].version != version:
        raise StepMoved
    return found[step_id]


async def _save(uow: UnitOfWork, step: Step) -> None:
    if not await Steps(uow).save(step):
        raise StepMoved
