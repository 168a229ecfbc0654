"""A bureau notes what a company answered to an invitation, or whether it came."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.actions.commands.publish_action import publish_action
from services.partnerships.actions.model import CompanyAnswer
from services.partnerships.actions.store import Actions


async def note_answer(
    uow: UnitOfWork, *, action_id: UUID, company_id: UUID, answer: CompanyAnswer, now: datetime
) -> CompanyAnswer:
    """Note it (réponse à une invitation) and return what was noted before.

    It is told where another number of companies takes part. Raises NotFound, AnswerBeforeTheDay.
    """
    actions = Actions(uow)
    action = await actions.get_for_update(action_id)
    before, took_part = action.companies.get(company_id, answer), action.taking_part
    action.note_answer(company_id, answer)
    await actions.save(action)
    if action.taking_part != took_part:
        await publish_action(uow, action=action, now=now)
    return before
