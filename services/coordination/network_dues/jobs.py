"""The jobs that tell where what waits is, each in the name of whose it is."""

from datetime import datetime

from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.base.dues import SPREAD_JOB, STATE_JOB, due_of
from services.coordination.base.reactions import timed
from services.coordination.network_dues.commands import (
    FIRST_JOB,
    plan_first_statements,
    spread_due,
    state_all_dues,
    state_due,
)

timed.plan(plan_first_statements)


@timed.job(SPREAD_JOB)
async def spread_what_waits(uow: UnitOfWork, *, key: str, now: datetime) -> None:  # noqa: ARG001  every job is given it
    """The key is what waits, and the version that is to be told."""
    kind, due_id, version = due_of(key)
    try:
        await spread_due(uow, kind=kind, due_id=due_id, version=version)
    except NotFound:
        return  # kept no more


@timed.job(STATE_JOB)
async def say_where_it_is(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """The key is what waits; what is said is where it is by now."""
    kind, due_id, _ = due_of(key)
    try:
        await state_due(uow, kind=kind, due_id=due_id, now=now)
    except NotFound:
        return  # kept no more


@timed.job(FIRST_JOB)
async def say_all_that_waits(uow: UnitOfWork, *, key: str, now: datetime) -> None:  # noqa: ARG001  every job is given them
    """Publish all that waits, once in the life of an installation."""
    await state_all_dues(uow)
