"""What is sent about companies invited to an action."""

from uuid import UUID

from pydantic import Field

from services.chassis.web.views.forms import FormModel
from services.partnerships.actions.model import CompanyAnswer


class InvitationForm(FormModel):
    """A company that takes part, or does not."""

    company_id: UUID = Field(title="Entreprise")
    answer: CompanyAnswer | None = None
    """As it was, where a company that was left out comes back."""


class AnswerForm(FormModel):
    """What a company answered, or whether it came.

    `shown`: the answers the page shows, `after`: the company its list begins after.
    """

    company_id: UUID = Field(title="Entreprise")
    answer: CompanyAnswer = Field(title="Réponse")
    shown: CompanyAnswer | None = None
    after: UUID | None = None
