"""A bureau plans an action otherwise."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.actions.commands.publish_action import publish_action
from services.partnerships.actions.model import ActionDetails
from services.partnerships.actions.store import Actions


async def correct_action(
    uow: UnitOfWork, *, action_id: UUID, version: int, details: ActionDetails, now: datetime
) -> None:
    """Correct what is planned. Raises NotFound, StaleVersion, ActionNotPlanned."""
    actions = Actions(uow)
    action = await actions.get_for_update(action_id)
    action.expect(version)
    action.correct(details)
    await actions.save(action)
    await publish_action(uow, action=action, now=now)
