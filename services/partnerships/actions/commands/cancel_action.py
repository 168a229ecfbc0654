"""A bureau cancels an action."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.actions.commands.publish_action import publish_action
from services.partnerships.actions.store import Actions


async def cancel_action(uow: UnitOfWork, *, action_id: UUID, version: int, now: datetime) -> None:
    """Note that it will not take place. Raises NotFound, StaleVersion, ActionNotPlanned."""
    actions = Actions(uow)
    action = await actions.get_for_update(action_id)
    action.expect(version)
    action.cancel()
    await actions.save(action)
    await publish_action(uow, action=action, now=now)
