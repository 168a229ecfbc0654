"""Forms of the supervisor's exchanges."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from contracts.coordination.actors import ActorPurpose
from contracts.partnerships.companies import InteractionKind
from services.chassis.web.views.forms import Day, FormModel
from services.coordination.actor_exchanges.model import ExchangeDetails
from services.coordination.actors.forms import Line
from services.coordination.base.form_pieces import Version
from services.coordination.base.text import without_controls

NOTE_CHARACTERS_MAX = 4_000
Note = Annotated[
    str, StringConstraints(max_length=NOTE_CHARACTERS_MAX), AfterValidator(without_controls)
]


class ActorExchangeForm(FormModel):
    """An exchange that took place."""

    kind: InteractionKind = Field(title="Comment")
    purpose: ActorPurpose = Field(title="Motif")
    occurred_on: Day = Field(title="Date")
    person_id: UUID | None = Field(default=None, title="Personne rencontrée")
    note: Note | None = Field(default=None, title="Note")
    next_step: Line | None = Field(default=None, title="Suite à donner")
    next_step_on: Day | None = Field(default=None, title="Pour le")

    def details(self) -> ExchangeDetails:
        """What took place."""
        return ExchangeDetails(**self.model_dump(include=set(ExchangeDetails.__dataclass_fields__)))


class CorrectedActorExchangeForm(ActorExchangeForm):
    """An exchange to correct."""

    version: Version
