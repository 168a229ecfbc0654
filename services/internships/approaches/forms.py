"""What the forms of approaches send."""

from typing import Annotated

from pydantic import Field

from contracts.identifiers import SiteKey
from services.chassis.web.views.forms import Day, FormModel
from services.internships.approaches.model.approach import (
    NOTE_CHARACTERS,
    Answer,
    ApproachedBy,
    Asking,
    Means,
)
from services.internships.base.form_pieces import Version


class ApproachForm(FormModel):
    """A host that was asked, as it is noted in few gestures."""

    site_key: SiteKey
    by: ApproachedBy = Field(title="Qui a contacté")
    means: Means = Field(title="Comment")
    on: Day = Field(title="Le")
    answer: Answer = Field(default=Answer.WAITING, title="Réponse")
    note: Annotated[str, Field(max_length=NOTE_CHARACTERS)] | None = Field(
        default=None, title="Précision"
    )

    def asking(self) -> Asking:
        """What is said, without the host."""
        return Asking(self.by, self.means, self.on, self.answer, self.note or None)


class AwaitedForm(FormModel):
    """An action on an approach; `liste`: it was made from the answers waited for."""

    version: Version
    liste: bool = False


class AnswerForm(AwaitedForm):
    """What a host answered."""

    answer: Answer = Field(title="Réponse")


class MarkForm(FormModel):
    """Whether a refusal is presumed discriminatory."""

    version: Version
    presumed: bool = Field(title="Présumé discriminatoire")
