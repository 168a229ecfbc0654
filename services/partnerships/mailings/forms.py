"""What is sent about a mail to many companies."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from contracts.partnerships.companies import InteractionPurpose
from services.chassis.web.views.forms import FormModel, several
from services.partnerships.base.forms import Version
from services.partnerships.choices.forms import ChoiceFields
from services.partnerships.mailing_texts.forms import ReadyFields
from services.partnerships.mailings.model import (
    BODY_CHARACTERS_MAX,
    RECIPIENTS_MAX,
    SUBJECT_CHARACTERS_MAX,
    MailingText,
)

Subject = Annotated[
    str,
    StringConstraints(max_length=SUBJECT_CHARACTERS_MAX),
    AfterValidator(lambda text: " ".join(text.split())),
]
Body = Annotated[str, StringConstraints(max_length=BODY_CHARACTERS_MAX)]


class LetterFields(FormModel):
    """Fields of a letter: what is written, and what about."""

    subject: Subject = Field(title="Objet")
    body: Body = Field(title="Texte")
    purpose: InteractionPurpose = Field(title="À quel sujet")

    def text(self) -> MailingText:
        """The text of the mailing."""
        return MailingText(subject=self.subject, body=self.body)


class NewMailingForm(LetterFields, ChoiceFields, ReadyFields):
    """A mail to companies that were chosen."""


class MailingForm(LetterFields):
    """A draft to correct."""

    version: Version


class SendForm(FormModel):
    """A draft to have leave, and whom it goes to all the same."""

    version: Version
    knowingly: Annotated[list[UUID], BeforeValidator(several)] = Field(
        default=[], max_length=RECIPIENTS_MAX, title="Écrire quand même à"
    )
