"""Jobs of needs that moved, or that their company added something to: who has it is told."""

from datetime import datetime

from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.base.followings import FOLLOW_JOB, PRECISION_JOB, precised
from services.coordination.base.reactions import timed
from services.coordination.need_followings.commands import tell_of_precisions, tell_the_others


@timed.job(FOLLOW_JOB)
async def follow_the_need(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """The key is which need, from where to where, and who moved it; what is kept no more concerns nobody."""
    try:
        await tell_the_others(uow, key=key, now=now)
    except NotFound:
        return


@timed.job(PRECISION_JOB)
async def tell_that_it_was_added_to(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """The key is which need, and when; what is kept no more concerns nobody."""
    try:
        await tell_of_precisions(uow, need_id=precised(key), now=now)
    except NotFound:
        return
