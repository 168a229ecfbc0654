"""Forms of requests for support."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from contracts.coordination.support import SupportTopic
from contracts.identifiers import Uai
from services.chassis.web.views.forms import FormModel
from services.coordination.base.form_pieces import DecisionForm, said
from services.coordination.support_requests.model import TEXT_CHARACTERS_MAX

Text = Annotated[str, StringConstraints(max_length=TEXT_CHARACTERS_MAX), AfterValidator(said)]


class SupportForm(FormModel):
    """What a bureau asks."""

    uai: Uai | None = None
    topic: SupportTopic = Field(title="Objet")
    text: Text = Field(title="Votre demande")


class MessageForm(FormModel):
    """What one side writes."""

    text: Text = Field(title="Message")


class PromiseForm(DecisionForm):
    """By when the supervisor answers."""

    promised_on: date = Field(title="Réponse d’ici le")


class AnswerForm(DecisionForm):
    """What the supervisor answers."""

    answer: Text = Field(title="Réponse")
