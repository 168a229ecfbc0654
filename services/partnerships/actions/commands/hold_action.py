"""A bureau notes that an action took place."""

from datetime import date, datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.actions.commands.publish_action import publish_action
from services.partnerships.actions.store import Actions
from services.partnerships.base.calendar import local_date


async def hold_action(
    uow: UnitOfWork,
    *,
    action_id: UUID,
    version: int,
    on: date,
    pupils: int,
    teachers: int,
    now: datetime,
) -> date:
    """Note it with its counts (action menée), and return the day it was planned for.

    Raises NotFound, StaleVersion, ActionNotPlanned, ActionInTheFuture.
    """
    actions = Actions(uow)
    action = await actions.get_for_update(action_id)
    action.expect(version)
    planned_on = action.details.planned_on
    action.hold(on, pupils, teachers, local_date(now))
    await actions.save(action)
    await publish_action(uow, action=action, now=now)
    return planned_on
