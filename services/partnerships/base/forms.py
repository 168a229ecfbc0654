"""What pages and programs send, read once for both, and what it means."""

from typing import Annotated

from annotated_types import Ge
from pydantic import (
    AfterValidator,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
)

from contracts.identifiers import Uai
from services.chassis.reference.nomenclatures.towns import Town, understand
from services.chassis.web.views.forms import FormModel
from services.partnerships.base.lengths import (
    ADDRESS_CHARACTERS_MAX,
    NAME_CHARACTERS_MAX,
    NOTE_CHARACTERS_MAX,
    PERSON_CHARACTERS_MAX,
)
from services.partnerships.base.mail_address import MAIL_CHARACTERS_MAX, is_mail
from services.partnerships.base.phones import phone_number
from services.partnerships.base.text import plain

MAIL_ADVICE = "Écrivez une adresse mail complète, par exemple accueil@atelier.example."
NAME_ADVICE = "Écrivez un nom, avec au moins une lettre ou un chiffre."


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _name(text: str) -> str:
    if not plain(text):
        raise ValueError(NAME_ADVICE)
    return _one_line(text)


def _mail(text: str) -> str:
    if not is_mail(text):
        raise ValueError(MAIL_ADVICE)
    return text


def _postcode(text: str) -> str:
    digits = "".join(text.split())
    if not (len(digits) == 5 and digits.isdigit() and digits.isascii()):
        raise ValueError("Un code postal compte 5 chiffres.")
    return digits


Name = Annotated[str, StringConstraints(max_length=NAME_CHARACTERS_MAX), AfterValidator(_name)]
Person = Annotated[str, StringConstraints(max_length=PERSON_CHARACTERS_MAX), AfterValidator(_name)]
Line = Annotated[str, StringConstraints(max_length=NAME_CHARACTERS_MAX), AfterValidator(_one_line)]
Address = Annotated[
    str, StringConstraints(max_length=ADDRESS_CHARACTERS_MAX), AfterValidator(_one_line)
]
Mail = Annotated[str, StringConstraints(max_length=MAIL_CHARACTERS_MAX), AfterValidator(_mail)]
Note = Annotated[str, StringConstraints(max_length=NOTE_CHARACTERS_MAX)]
Phone = Annotated[str, StringConstraints(max_length=40), AfterValidator(phone_number)]
Postcode = Annotated[str, AfterValidator(_postcode)]
Version = Annotated[int, Ge(1)]


class PlacedFields(FormModel):
    """Where something is, as people type it."""

    address: Address | None = Field(default=None, title="Adresse")
    postcode: Postcode | None = Field(default=None, title="Code postal")
    town: Line | None = Field(default=None, title="Commune")

    @field_validator("town")
    @classmethod
    def _told_apart(cls, town: str | None, form: ValidationInfo) -> str | None:
        """It is told which commune is meant, or what to write."""
        if town:
            understand(town, form.data.get("postcode"))
        return town

    def where(self) -> Town:
        """The commune that is meant."""
        return understand(self.town, self.postcode) if self.town else Town()


class LyceeForm(FormModel):
    """An action that needs nothing but the lycée it is for."""

    uai: Uai | None = None
