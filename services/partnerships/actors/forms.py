"""What is sent about an exchange with an actor of the network."""

from pydantic import Field

from contracts.identifiers import Uai
from contracts.partnerships.companies import InteractionKind, InteractionOutcome, InteractionPurpose
from services.chassis.web.views.forms import Day, FormModel
from services.partnerships.base.forms import Note, Version
from services.partnerships.exchanges.model import Exchange


class ActorExchangeFields(FormModel):
    """What is asked of an exchange that took place."""

    kind: InteractionKind = Field(title="Comment")
    purpose: InteractionPurpose = Field(title="Motif")
    outcome: InteractionOutcome = Field(title="Suite")
    occurred_on: Day = Field(title="Date")
    next_step_on: Day | None = Field(default=None, title="Prochaine étape")
    note: Note | None = Field(default=None, title="Note")

    def exchange(self) -> Exchange:
        """What took place."""
        return Exchange(**self.model_dump(include=set(ActorExchangeFields.model_fields)))


class ActorExchangeForm(ActorExchangeFields):
    """An exchange to note."""

    uai: Uai | None = None


class CorrectedActorExchangeForm(ActorExchangeFields):
    """An exchange to correct."""

    version: Version
