"""Forms of yearly objectives."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from contracts.coordination.objectives import ObjectiveIndicator
from contracts.identifiers import SchoolYear, Uai
from services.chassis.web.views.forms import FormModel
from services.coordination.base.form_pieces import DecisionForm, Version, said
from services.coordination.objectives.model import NOTE_CHARACTERS_MAX, TARGET_MAX

Note = Annotated[str, StringConstraints(max_length=NOTE_CHARACTERS_MAX), AfterValidator(said)]


class ObjectiveForm(FormModel):
    """What is set, of whom."""

    lycee: Uai | None = Field(None, title="De qui")
    annee: SchoolYear = Field(title="Année scolaire")
    indicator: ObjectiveIndicator = Field(title="Indicateur")
    target: Annotated[int, Field(ge=1, le=TARGET_MAX)] = Field(title="Objectif")
    note: Note | None = Field(None, title="Ce qui est convenu")
    version: Version | None = None
    """Of the objective that was shown; none where none was."""


class ObjectiveRef(DecisionForm):
    """Which objective is withdrawn, or taken up again."""

    objective_id: UUID
    annee: SchoolYear | None = Field(None, title="Année scolaire")
    """The year whose page is shown."""
