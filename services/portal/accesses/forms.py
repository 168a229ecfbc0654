"""What the pages about access share: their forms, whom one may choose, and words for days."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, ValidationInfo, field_validator

from contracts.identifiers import Uai
from services.chassis.base.identity import Role
from services.chassis.web.views.forms import Day, FormModel
from services.portal.accounts.model.account import MAIL_LENGTH_MAX, NAME_LENGTH_MAX

Mail = Annotated[str, Field(max_length=MAIL_LENGTH_MAX, title="Adresse électronique")]
Name = Annotated[str, Field(max_length=NAME_LENGTH_MAX, title="Nom affiché")]
FromOn = Annotated[Day, Field(title="Premier jour")]
LastDay = Annotated[Day | None, Field(title="Dernier jour")]
WHO = "Choisissez une personne de la liste, ou écrivez l’adresse d’une autre."


class PersonForm(FormModel):
    """Somebody of the list, or somebody else by their mail."""

    # Before the person, which is checked beside it.
    mail: Mail | None = None
    person: Annotated[UUID | None, Field(title="Personne", validate_default=True)] = None
    name: Name | None = None

    @field_validator("person")
    @classmethod
    def _somebody(cls, value: UUID | None, info: ValidationInfo) -> UUID | None:
        """Said together with what else is missing in the form."""
        if value is None and "mail" in info.data and info.data["mail"] is None:
            raise ValueError(WHO)
        return value


class GrantForm(PersonForm):
    """An access to give."""

    role: Annotated[Role, Field(title="Rôle")]
    lycees: Annotated[list[Uai], Field(default_factory=list, title="Lycées")]
    from_on: FromOn
    last_day: LastDay = None


class VersionForm(FormModel):
    """A button about what the page showed."""

    version: int


class LimitForm(VersionForm):
    """Another last day; none: no end."""

    last_day: LastDay = None


class RestoreForm(VersionForm):
    """The end an access had; the notice that undoes holds it."""

    until_on: Annotated[Day | None, Field(title="Fin")] = None
