"""Forms of periods and of the calendars of classes."""

from typing import Annotated
from uuid import UUID

from annotated_types import Ge, Le
from pydantic import Field

from contracts.identifiers import SchoolYear, Uai
from services.chassis.web.views.forms import Day, FormModel
from services.internships.base.form_pieces import Several, Version


class PeriodForm(FormModel):
    """A period to prepare; `weeks` are weeks in a company."""

    uai: Uai | None = None
    starts_on: Day
    ends_on: Day
    weeks: Annotated[int, Ge(1), Le(52)]
    formation_ids: list[UUID] = Field(default_factory=list)
    class_ids: list[UUID] = Field(default_factory=list)


class DatesForm(FormModel):
    """The dates of a period, and the version they answer to."""

    version: Version
    starts_on: Day = Field(title="Premier jour")
    ends_on: Day = Field(title="Dernier jour")
    weeks: Annotated[int, Ge(1), Le(52)] = Field(title="Semaines en entreprise")


class NoPeriodForm(FormModel):
    """Classes of which no period is expected; `annee` is the school year shown."""

    annee: SchoolYear | None = None
    class_ids: Annotated[list[UUID], Several] = Field(default_factory=list, title="Classes")


class CheckAgainForm(FormModel):
    """What was said is taken back: of one class, or of all it was said of."""

    annee: SchoolYear | None = None
    class_id: UUID | None = None
