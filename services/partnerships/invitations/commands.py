"""A company invited to an action, and its answer."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.store import Acquaintances
from services.partnerships.actions.commands import publish_action
from services.partnerships.actions.model import CompanyAnswer
from services.partnerships.actions.store import Actions
from services.partnerships.companies.store.companies import Companies


async def invite_company(
    uow: UnitOfWork,
    *,
    action_id: UUID,
    company_id: UUID,
    takes_part: bool,
    answer: CompanyAnswer | None = None,
    now: datetime,
) -> CompanyAnswer | None:
    """Add a company to an action, or leave it out; what was noted of it before.

    `answer`: what is noted of one that is added, unless it simply takes part. It is told where
    another number of companies takes part. Raises NotFound, TooManyCompanies, AnswerBeforeTheDay.
    """
    actions = Actions(uow)
    action = await actions.get_for_update(action_id)
    before, took_part = action.companies.get(company_id), action.taking_part
    if takes_part:
        company = await Companies(uow).get(company_id)
        action.bring(company.id)
        if answer is not None and before is None:
            action.note_answer(company.id, answer)
        await Acquaintances(uow).add_all(action.uai, {(company.id, company.sites[0].id)})
    else:
        action.leave_out(company_id)
    await actions.save(action)
    if action.taking_part != took_part:
        await publish_action(uow, action=action, now=now)
    return before


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
