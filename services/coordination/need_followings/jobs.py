"""The job of needs that moved: the others who have it are told at once."""

from datetime import datetime

from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.base.followings import FOLLOW_JOB
from services.coordination.base.reactions import timed
from services.coordination.need_followings.commands import tell_the_others


@timed.job(FOLLOW_JOB)
async def follow_the_need(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """The key is which need, from where to where, and who moved it; what is kept no more concerns nobody."""
    try:
        await tell_the_others(uow, key=key, now=now)
    except NotFound:
        return
