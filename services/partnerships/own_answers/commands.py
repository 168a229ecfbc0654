"""A company answers to an action on its own page."""

from datetime import datetime
from uuid import UUID

from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.actions.model import CompanyAnswer
from services.partnerships.actions.store import Actions
from services.partnerships.base.calendar import local_date
from services.partnerships.host_pages.commands.note_doing import note_doing
from services.partnerships.host_pages.store import HostPages
from services.partnerships.invitations.commands import note_answer
from services.partnerships.own_answers.model import DOINGS, OwnAnswerTooLate, is_open_to


async def answer_on_own_page(
    uow: UnitOfWork, *, page_id: UUID, action_id: UUID, answer: CompanyAnswer, now: datetime
) -> None:
    """Note what the company itself says (réponse à une invitation); the same again changes nothing.

    Raises NotFound, HostPageOver, OwnAnswerTooLate, TooMuchDone.
    """
    page = await HostPages(uow).get(page_id, lock=True)
    page.expect_open(now)
    try:
        action = await Actions(uow).get_for_update(action_id)
    except NotFound:
        raise OwnAnswerTooLate from None
    if not is_open_to(action, page.company_id, local_date(now)):
        raise OwnAnswerTooLate
    if action.companies[page.company_id] is answer:
        return
    await note_answer(uow, action_id=action_id, company_id=page.company_id, answer=answer, now=now)
    await note_doing(uow, page=page, what=DOINGS[answer], about=action_id)
