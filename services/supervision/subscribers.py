"""What supervision listens to: everything the department may learn, folded into its read models.

And what it does at its time: the edition of the week, for readers outside the DSDEN, and the point of
the week, for the supervisor; the journal of the week and the figures of the month, for bureaux too; once an hour, what is wrong
with what is heard of a lycée.
"""

from datetime import datetime

from services.chassis.projections import Projection
from services.chassis.unit_of_work.scheduled_jobs import TimedWork
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.base.metadata import PROJECTION
from services.supervision.bulletins.commands import (
    BULLETIN,
    FIGURES,
    JOURNAL,
    plan_bulletins,
    state_bulletin,
    state_figures,
    state_journal,
)
from services.supervision.campaigns.commands import (
    BEHIND,
    LOOK,
    REACHED,
    plan_campaigns,
    remind_of_campaigns,
    state_behind,
    state_reached,
)
from services.supervision.editions.commands import JOB, make_edition, plan_edition
from services.supervision.network_events.model import FACTS
from services.supervision.read_models.store import fold
from services.supervision.read_models.tables import READ_MODELS
from services.supervision.troubles.commands import JOB as TROUBLES
from services.supervision.troubles.commands import plan_look, state_troubles
from services.supervision.week.commands import JOB as WEEK
from services.supervision.week.commands import plan_week, state_week

RULES = 1
"""Raised by whoever has the fold compute otherwise from the same fields: an upgrade then makes every table again."""
DEPARTMENT = Projection(PROJECTION, events=FACTS, fold=fold, tables=tuple(READ_MODELS), rules=RULES)
timed = TimedWork("supervision", department_wide=True)
timed.plan(plan_edition)
timed.plan(plan_week)
timed.plan(plan_bulletins)
timed.plan(plan_look)
timed.plan(plan_campaigns)


@timed.job(JOB)
async def edition(uow: UnitOfWork, *, key: str, now: datetime) -> None:  # noqa: ARG001 `now` says which one
    """Make the edition of the week, and plan the next one."""
    await make_edition(uow, now=now)
    await plan_edition(uow, now=now)


@timed.job(WEEK)
async def week(uow: UnitOfWork, *, key: str, now: datetime) -> None:  # noqa: ARG001 `now` says which one
    """State the week that runs, and plan the next one."""
    await state_week(uow, now=now)
    await plan_week(uow, now=now)


@timed.job(JOURNAL)
async def journal(uow: UnitOfWork, *, key: str, now: datetime) -> None:  # noqa: ARG001 `now` says which one
    """State the journal of the week, and plan the next one."""
    await state_journal(uow, now=now)
    await plan_bulletins(uow, now=now)


@timed.job(FIGURES)
async def figures(uow: UnitOfWork, *, key: str, now: datetime) -> None:  # noqa: ARG001 `now` says which one
    """State the figures of the month, and plan the next ones."""
    await state_figures(uow, now=now)
    await plan_bulletins(uow, now=now)


@timed.job(BULLETIN)
async def bulletin(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """State one in the name of a lycée."""
    await state_bulletin(uow, key=key, now=now)


@timed.job(TROUBLES)
async def look(uow: UnitOfWork, *, key: str, now: datetime) -> None:  # noqa: ARG001 `now` says which one
    """State what is wrong since the last look and what is over, and plan the next one."""
    await state_troubles(uow, now=now)
    await plan_look(uow, now=now)


@timed.job(LOOK)
async def campaigns(uow: UnitOfWork, *, key: str, now: datetime) -> None:  # noqa: ARG001 `now` says which one
    """Say of which campaigns a lycée is under its target a week before the end, and plan the next look."""
    await remind_of_campaigns(uow, now=now)
    await plan_campaigns(uow, now=now)


@timed.job(BEHIND)
async def behind(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """State one in the name of a lycée."""
    await state_behind(uow, key=key, now=now)


@timed.job(REACHED)
async def reached(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """State one in the name of a lycée."""
    await state_reached(uow, key=key, now=now)
