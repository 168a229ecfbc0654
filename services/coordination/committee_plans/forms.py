"""Forms of a framework of actions."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints

from contracts.coordination.avenir import AvenirAxis
from contracts.identifiers import SchoolYear, Uai
from services.chassis.web.views.forms import Day, FormModel
from services.coordination.base.form_pieces import Version, said
from services.coordination.committee_plans.model import TEXT_CHARACTERS_MAX, PlanState, PlanText
from services.coordination.decisions.forms import owner_of

COMMITTEE = "comite"
Text = Annotated[str, StringConstraints(max_length=TEXT_CHARACTERS_MAX), AfterValidator(said)]
Who = Annotated[str, StringConstraints(max_length=60)]


class PlanLineForm(FormModel):
    """An action to add to the framework of a year."""

    annee: SchoolYear = Field(title="Année scolaire")
    axis: AvenirAxis = Field(title="Axe du parcours Avenir")
    text: Text = Field(title="Action")
    owner: Who = Field(default=COMMITTEE, title="Qui s’en charge")
    due_on: Day | None = Field(default=None, title="Pour le")

    def said(self, department: Uai) -> PlanText:
        """What is meant. Raises OwnerUnclear."""
        due: date | None = self.due_on
        owner = None if self.owner == COMMITTEE else owner_of(self.owner, department)
        return PlanText(self.axis, self.text, owner, due)


class FollowedLineForm(PlanLineForm):
    """An action to follow, or to correct."""

    state: PlanState = Field(title="Où elle en est")
    outcome: Text | None = Field(default=None, title="Ce qui est fait")
    version: Version


class TakenOverForm(FormModel):
    """What was taken over at an instant, to be taken out again."""

    annee: SchoolYear = Field(title="Année scolaire")
    at: AwareDatetime = Field(title="Reprise")
    many: int = Field(ge=1, title="Actions reprises")


class PlanYearForm(FormModel):
    """The year whose framework takes over what is left of the one before."""

    annee: SchoolYear = Field(title="Année scolaire")
