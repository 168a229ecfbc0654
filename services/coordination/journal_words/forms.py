"""Forms of words of the DSDEN."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from services.chassis.web.views.forms import FormModel
from services.coordination.base.form_pieces import DecisionForm, one_line, said
from services.coordination.journal_words.model import ANSWER_CHARACTERS_MAX, TEXT_CHARACTERS_MAX

WordText = Annotated[str, StringConstraints(max_length=TEXT_CHARACTERS_MAX), AfterValidator(said)]
AnswerText = Annotated[
    str,
    StringConstraints(max_length=ANSWER_CHARACTERS_MAX),
    AfterValidator(said),
    AfterValidator(one_line),
]


class WordForm(FormModel):
    """What the supervisor says of a line, found by one of its events."""

    fait: UUID
    text: WordText = Field(title="Votre mot")
    as_practice: bool = False


class CorrectedWordForm(DecisionForm):
    """A word on a line, corrected."""

    text: WordText = Field(title="Votre mot")
    as_practice: bool = False


class WordAnswerForm(DecisionForm):
    """What the lycée answers."""

    answer: AnswerText = Field(title="Votre réponse")
