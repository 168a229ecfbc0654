"""The bureau a pupil, a family or a teacher turns to."""

from fastapi import Request

from contracts.identifiers import Uai
from contracts.portal.accounts import BUREAU_PEOPLE, BureauPeople, BureauRequest
from services.chassis.questions import QuestionRefused, QuestionUnanswered
from services.chassis.web.answers.query_route import runtime_of


async def bureau_of(request: Request, uai: Uai) -> BureauPeople | None:
    """The people of the lycée's bureau; the page waits a second at most, and never fails for it."""
    try:
        return await runtime_of(request).ask(BUREAU_PEOPLE, uai, BureauRequest())
    except (QuestionUnanswered, QuestionRefused):
        return None
