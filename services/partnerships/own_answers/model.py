"""What a company may answer to an action it is asked to, and until when."""

from datetime import date
from uuid import UUID

from services.chassis.base.errors import Conflict
from services.partnerships.actions.model import (
    BEFORE_THE_DAY,
    ActionStatus,
    CompanyAnswer,
    SchoolAction,
)
from services.partnerships.host_pages.model import Doing

DOINGS = {
    CompanyAnswer.COMING: Doing.ACTION_COMING,
    CompanyAnswer.DECLINED: Doing.ACTION_DECLINED,
    CompanyAnswer.INVITED: Doing.ACTION_UNANSWERED,
}


class OwnAnswerTooLate(Conflict):
    """The action is over or off, or the company is not asked to it any more."""

    code = "own-answer-too-late"
    title = (
        "Cette action n’est plus prévue, ou votre entreprise n’y est plus invitée\u202f: "
        "appelez le lycée si vous pensiez venir."
    )


def is_open_to(action: SchoolAction, company_id: UUID, today: date) -> bool:
    """Whether a company sees an action on its page, and answers there."""
    asked = action.companies.get(company_id) in BEFORE_THE_DAY
    planned = action.status is ActionStatus.PLANNED and action.details.planned_on >= today
    return asked and planned and not action.details.mails_off
