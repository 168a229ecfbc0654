"""The job of good practices: the bureaux concerned are told at once what became of one."""

from datetime import datetime

from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.base.reactions import timed
from services.coordination.good_practices.commands import TELL_JOB, tell_bureaux


@timed.job(TELL_JOB)
async def tell(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """What was removed meanwhile is told to nobody."""
    try:
        await tell_bureaux(uow, key=key, now=now)
    except NotFound:
        return
