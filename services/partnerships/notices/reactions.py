"""When a bureau is reminded of what waits for it."""

from datetime import datetime

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.reactions import timed
from services.partnerships.notices.commands import JOB, remind_bureau


@timed.job(JOB)
async def remind_the_bureau_of_what_waits(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """In the morning; the key says of what."""
    await remind_bureau(uow, key=key, now=now)
