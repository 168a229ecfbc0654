"""The morning the companies that come to an action are reminded of it."""

from datetime import datetime
from uuid import UUID

from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.action_mails.commands import JOB, remind_participants
from services.partnerships.base.reactions import timed


@timed.job(JOB)
async def remind_in_the_morning(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """A week before; the key is the action's id and the day it was planned for then."""
    action_id, _, planned_on = key.partition("/")
    try:
        await remind_participants(uow, action_id=UUID(action_id), planned_on=planned_on, now=now)
    except NotFound:
        return
