"""Telling the department of an action, unless the head keeps exchanges in the lycée."""

from datetime import datetime

from contracts.partnerships.actions import ActionCancelledV1, ActionHeldV1, ActionPlannedV1
from contracts.publication import FactFamily
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.actions.model import ActionStatus, SchoolAction
from services.partnerships.base.calendar import local_date
from services.partnerships.publications.commands.plan_statement import plan_statement
from services.partnerships.publications.store.publications import Publications


async def publish_action(uow: UnitOfWork, *, action: SchoolAction, now: datetime) -> None:
    """Publish the whole state of an action as the event of its status."""
    today = local_date(now)
    if not await Publications(uow).tells(action.uai, FactFamily.EXCHANGES, today):
        return
    facts = action.facts(today)
    event: ActionPlannedV1 | ActionHeldV1 | ActionCancelledV1
    if action.status is ActionStatus.HELD:
        event = ActionHeldV1(**facts, pupils=action.pupils or 0, accompanying=action.teachers or 0)
    elif action.status is ActionStatus.CANCELLED:
        event = ActionCancelledV1(**facts)
    else:
        event = ActionPlannedV1(**facts)
    uow.publish(event, version=action.version, uai=action.uai)
    await plan_statement(uow, uai=action.uai, now=now)
