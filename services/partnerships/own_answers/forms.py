"""What a company sends about an action it is asked to."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from services.chassis.web.views.forms import FormModel
from services.partnerships.actions.model import CompanyAnswer


class OwnAnswerForm(FormModel):
    """Whether it comes; « invited » takes back what it said."""

    action_id: UUID = Field(title="Action")
    answer: Literal[CompanyAnswer.COMING, CompanyAnswer.DECLINED, CompanyAnswer.INVITED] = Field(
        title="Réponse"
    )
