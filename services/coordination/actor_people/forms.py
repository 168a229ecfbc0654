"""Forms of people of actors."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from services.chassis.web.views.forms import Day, FormModel
from services.coordination.actor_people.model import InformedBy, PersonDetails
from services.coordination.actors.forms import Line, Mail, Phone
from services.coordination.base.form_pieces import Version, one_line, said

NAME_CHARACTERS_MAX = 120
Name = Annotated[
    str,
    StringConstraints(max_length=NAME_CHARACTERS_MAX),
    AfterValidator(said),
    AfterValidator(one_line),
]


class PersonForm(FormModel):
    """A person of an actor, who was told so."""

    name: Name = Field(title="Nom et prénom")
    function: Line | None = Field(default=None, title="Fonction")
    purpose: Line | None = Field(default=None, title="Pour quoi la joindre")
    mail: Mail | None = Field(default=None, title="Adresse électronique")
    phone: Phone | None = Field(default=None, title="Téléphone")
    informed_by: InformedBy = Field(title="Prévenue")
    informed_on: Day = Field(title="Prévenue le")

    def details(self) -> PersonDetails:
        """The details of the person."""
        return PersonDetails(**self.model_dump(include=set(PersonDetails.__dataclass_fields__)))


class CorrectedPersonForm(PersonForm):
    """A person to correct."""

    version: Version
