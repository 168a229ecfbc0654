"""A bureau of the demonstration that changed hands three weeks ago, with its first steps done."""

from collections.abc import Sequence
from datetime import date, timedelta

from deploy.demo.calendar import Calendar
from deploy.demo.lycees import VIEUX_PONT
from deploy.demo.steps import Act, Step
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.onboardings.commands import begin_onboarding, tick_step
from services.coordination.onboardings.store import Onboardings, Steps

_DONE = 5
"""How many of the first steps it ticked."""


def onboarding(calendar: Calendar) -> Sequence[Step]:
    """Opened by the supervisor, then ticked by the bureau."""
    begun = calendar.today - timedelta(days=21)
    ticked = calendar.today - timedelta(days=4)
    return [
        Step("onboarding", None, calendar.at(begun, 9), [_begins(begun)]),
        Step("onboarding:ticks", VIEUX_PONT.uai, calendar.at(ticked, 16), [_ticks]),
    ]


def _begins(on: date) -> Act:
    async def act(uow: UnitOfWork) -> None:
        await begin_onboarding(uow, lycee=VIEUX_PONT.uai, begun_on=on)

    return act


async def _ticks(uow: UnitOfWork) -> None:
    steps = await Steps(uow).all()
    for one in await Onboardings(uow).open():
        for step in steps[:_DONE]:
            await tick_step(uow, onboarding_id=one.id, step_id=step.id, done=True, now=uow.now)
