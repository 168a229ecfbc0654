"""The job of big accounts: the other bureaux concerned are told at once that one asks."""

from datetime import datetime

from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.accounts.commands import CALL_JOB, call_the_others
from services.coordination.base.reactions import timed


@timed.job(CALL_JOB)
async def call_others(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """Those concerned give their word; what was erased meanwhile concerns nobody."""
    try:
        await call_the_others(uow, key=key, now=now)
    except NotFound:
        return
