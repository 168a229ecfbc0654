"""Forms of a decision."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from contracts.identifiers import Uai
from services.chassis.web.views.forms import Day, FormModel
from services.coordination.base.form_pieces import DecisionForm, Version, said
from services.coordination.decisions.model import DecisionDetails, Owner, OwnerUnclear

TEXT_CHARACTERS_MAX = 1_000
DSDEN = "dsden"
_ACTOR = "acteur:"
Text = Annotated[str, StringConstraints(max_length=TEXT_CHARACTERS_MAX), AfterValidator(said)]


class TakenForm(FormModel):
    """A decision, who carries it out, and by when."""

    text: Text = Field(title="Décision")
    owner: Annotated[str, StringConstraints(max_length=60)] = Field(title="Qui s’en charge")
    due_on: Day | None = Field(default=None, title="Pour le")

    def details(self, department: Uai) -> DecisionDetails:
        """What was decided. Raises OwnerUnclear."""
        due: date | None = self.due_on
        return DecisionDetails(self.text, owner_of(self.owner, department), due)


class CorrectedDecisionForm(TakenForm):
    """A decision to correct."""

    version: Version


class FollowedForm(DecisionForm):
    """What becomes of a decision; `semaine`: said from « Ma semaine » of the bureau, where one comes back to."""

    semaine: bool = False


def owner_of(typed: str, department: Uai) -> Owner:
    """Who is meant by a choice of the list. Raises OwnerUnclear."""
    try:
        if typed == DSDEN:
            return Owner(department)
        if typed.startswith(_ACTOR):
            return Owner(department, UUID(typed.removeprefix(_ACTOR)))
        return Owner(Uai(typed))
    except ValueError:
        raise OwnerUnclear(field="owner") from None


def owner_code(owner: Owner, department: Uai) -> str:
    """The choice of the list that means an owner."""
    if owner.actor_id:
        return f"{_ACTOR}{owner.actor_id}"
    return DSDEN if owner.uai == department else str(owner.uai)


def actor_code(actor_id: str) -> str:
    """The choice of the list that means an actor."""
    return f"{_ACTOR}{actor_id}"
