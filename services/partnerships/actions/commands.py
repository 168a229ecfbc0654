"""Commands of an action (action école–entreprise): planned, corrected, held, cancelled, planned again, published."""

from datetime import date, datetime
from uuid import UUID

from contracts.identifiers import Uai
from contracts.partnerships.actions import ActionCancelledV1, ActionHeldV1, ActionPlannedV1
from contracts.publication import FactFamily
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.store import Acquaintances
from services.partnerships.actions.model import (
    ActionDetails,
    ActionStatus,
    CompanyAnswer,
    SchoolAction,
)
from services.partnerships.actions.store import Actions
from services.partnerships.base.calendar import local_date
from services.partnerships.companies.store.companies import Companies
from services.partnerships.publications.commands import plan_statement
from services.partnerships.publications.store import Publications


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


async def cancel_action(uow: UnitOfWork, *, action_id: UUID, version: int, now: datetime) -> None:
    """Note that it will not take place. Raises NotFound, StaleVersion, ActionNotPlanned."""
    actions = Actions(uow)
    action = await actions.get_for_update(action_id)
    action.expect(version)
    action.cancel()
    await actions.save(action)
    await publish_action(uow, action=action, now=now)


async def correct_action(
    uow: UnitOfWork, *, action_id: UUID, version: int, details: ActionDetails, now: datetime
) -> None:
    """Correct what is planned. Raises NotFound, StaleVersion, ActionNotPlanned, ActionEndsTooEarly."""
    actions = Actions(uow)
    action = await actions.get_for_update(action_id)
    action.expect(version)
    details.check()
    action.correct(details)
    await actions.save(action)
    await publish_action(uow, action=action, now=now)


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


async def plan_action(
    uow: UnitOfWork,
    *,
    details: ActionDetails,
    company_id: UUID | None = None,
    uai: Uai | None = None,
    now: datetime,
) -> UUID:
    """Plan an action (action prévue) and return its id.

    Raises NotFound, LyceeNotChosen, ActionEndsTooEarly.
    """
    details.check()
    lycee = uow.writing_for(uai)
    company = await Companies(uow).get(company_id) if company_id else None
    planned = SchoolAction(
        id=uow.new_id(),
        uai=lycee,
        details=details,
        companies={company.id: CompanyAnswer.COMING} if company else {},
    )
    await Actions(uow).add(planned)
    if company:
        await Acquaintances(uow).add_all(lycee, {(company.id, company.sites[0].id)})
    await publish_action(uow, action=planned, now=now)
    return planned.id


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


async def retell_actions(uow: UnitOfWork, *, uai: Uai, now: datetime) -> None:
    """Tell each as it is now; nothing of it when the head closed them meanwhile."""
    for one in await Actions(uow).of_lycee(uai):
        await publish_action(uow, action=one, now=now)
