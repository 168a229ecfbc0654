"""When a bureau is reminded of what is due."""

from datetime import date, datetime

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.reactions import timed
from services.partnerships.renewals.commands import JOB as REMIND
from services.partnerships.tasks.commands import remind_tasks


@timed.job(REMIND)
async def remind_the_bureau(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """The morning of a day with tasks; the key is the day."""
    await remind_tasks(uow, day=date.fromisoformat(key), now=now)
