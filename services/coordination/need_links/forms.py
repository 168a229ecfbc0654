"""Forms of who holds the link of a need."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from contracts.coordination.needs import NeedOutcome
from services.chassis.web.views.forms import Day, FormModel
from services.coordination.base.form_pieces import said
from services.coordination.needs.model.assignment import ANSWER_CHARACTERS_MAX

PRECISION_CHARACTERS_MAX = 1_000

Words = Annotated[str, StringConstraints(max_length=PRECISION_CHARACTERS_MAX), AfterValidator(said)]
Answer = Annotated[str, StringConstraints(max_length=ANSWER_CHARACTERS_MAX), AfterValidator(said)]


class PrecisionForm(FormModel):
    """What a company adds."""

    text: Words = Field(title="Votre précision")


class TakingForm(FormModel):
    """By when the company has an answer."""

    promised_on: Day = Field(title="Réponse promise au plus tard le")


class AnswerForm(FormModel):
    """What came of it, and what the company is told."""

    outcome: NeedOutcome = Field(title="Issue")
    answer: Answer | None = Field(default=None, title="Réponse à l’entreprise")
