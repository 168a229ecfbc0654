"""Actions are told again on the day the head opens them to the department."""

from datetime import datetime

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.actions.commands.publish_action import publish_action
from services.partnerships.actions.store import Actions


async def retell_actions(uow: UnitOfWork, *, uai: Uai, now: datetime) -> None:
    """Tell each as it is now; nothing of it when the head closed them meanwhile."""
    for one in await Actions(uow).of_lycee(uai):
        await publish_action(uow, action=one, now=now)
