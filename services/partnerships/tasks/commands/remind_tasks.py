"""A bureau is reminded of what is due today."""

from datetime import date, datetime

from contracts.identifiers import TaskDigestId
from contracts.partnerships.tasks import TaskDigestAskedV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.renewals.store import recall
from services.partnerships.tasks.store.open_tasks import any_due


async def remind_tasks(uow: UnitOfWork, *, day: date, now: datetime) -> None:
    """Have what is due said by mail (rappel du matin), unless it is done, or the day is over.

    Agreements that run out are said with the tasks, in one mail.
    """
    if day != local_date(now):
        return
    digest_id = TaskDigestId(uow.new_id())
    recalled = await recall(uow, day, digest_id)
    if recalled or await any_due(uow, day):
        uow.publish(TaskDigestAskedV1(digest_id=digest_id, occurred_on=day))
