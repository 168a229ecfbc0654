"""Forms of shared plans."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from contracts.coordination.accounts import AccountSubject
from contracts.identifiers import Uai
from services.chassis.web.views.forms import Day, FormModel
from services.coordination.account_plans.model import WHAT_CHARACTERS_MAX, LineState
from services.coordination.base.form_pieces import Version, said

What = Annotated[str, StringConstraints(max_length=WHAT_CHARACTERS_MAX), AfterValidator(said)]


class LineForm(FormModel):
    """A line to put into the plan."""

    uai: Uai | None = None
    lycee: Uai | None = Field(default=None, title="Lycée chargé")
    """The one the supervisor gives it to; a bureau speaks for its own."""
    subject: AccountSubject = Field(title="Sujet")
    what: What = Field(title="Ce qu’il y a à faire")
    due_on: Day | None = Field(default=None, title="D’ici le")


class CorrectedLineForm(FormModel):
    """A line that says something else."""

    plan_line_id: UUID
    version: Version
    subject: AccountSubject = Field(title="Sujet")
    what: What = Field(title="Ce qu’il y a à faire")
    due_on: Day | None = Field(default=None, title="D’ici le")


class LineStateForm(FormModel):
    """How far a line is."""

    plan_line_id: UUID
    version: Version
    state: LineState = Field(title="État")


class LineBackForm(FormModel):
    """A line to take out of the plan, or to put back."""

    plan_line_id: UUID
    version: Version
