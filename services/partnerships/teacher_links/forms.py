"""What teachers send by their link, and what the bureau sends about it."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from contracts.identifiers import Uai
from contracts.partnerships.companies import InteractionOutcome
from services.chassis.web.views.forms import FormModel
from services.partnerships.base.forms import Line, Name
from services.partnerships.teacher_links.model import (
    BROUGHT_NOTE_CHARACTERS_MAX,
    TEACHERS_CHARACTERS_MAX,
)

BroughtNote = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=BROUGHT_NOTE_CHARACTERS_MAX)
]

Teachers = Annotated[str, StringConstraints(max_length=TEACHERS_CHARACTERS_MAX)]


class BroughtCompanyForm(FormModel):
    """A company, in three fields."""

    company: Name = Field(title="Entreprise")
    town: Line = Field(title="Commune")
    reach: Line = Field(title="Téléphone ou contact")
    through: bool = Field(default=False, title="Passer par moi")


class BroughtCallForm(FormModel):
    """A call, in three fields."""

    called: Name = Field(title="Entreprise appelée")
    outcome: InteractionOutcome = Field(title="Suite")
    note: BroughtNote | None = Field(default=None, title="Note")


class TeachersForm(FormModel):
    """Teachers to give a link to, one a line."""

    uai: Uai | None = None
    teachers: Teachers = Field(title="Professeurs")


class AcceptedForm(FormModel):
    """The card something is added to; a new one when it is left out."""

    company_id: UUID | None = None
