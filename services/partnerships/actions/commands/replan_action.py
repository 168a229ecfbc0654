"""A bureau takes back that an action was held or cancelled."""

from datetime import date, datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.actions.commands.publish_action import publish_action
from services.partnerships.actions.store import Actions


async def replan_action(
    uow: UnitOfWork,
    *,
    action_id: UUID,
    version: int,
    planned_on: date | None = None,
    now: datetime,
) -> None:
    """Have it planned again, by default on the day it is noted for. Raises NotFound, StaleVersion, ActionPlannedAlready."""
    actions = Actions(uow)
    action = await actions.get_for_update(action_id)
    action.expect(version)
    action.plan_again(planned_on)
    await actions.save(action)
    await publish_action(uow, action=action, now=now)
