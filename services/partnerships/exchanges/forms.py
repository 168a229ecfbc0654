"""What is sent about an exchange."""

from typing import Annotated
from uuid import UUID

from pydantic import BeforeValidator, Field

from contracts.identifiers import Uai
from contracts.partnerships.companies import InteractionKind, InteractionOutcome, InteractionPurpose
from services.chassis.web.views.forms import Day, FormModel, several
from services.partnerships.base.forms import Note
from services.partnerships.exchanges.model import Exchange, Refusal


class ExchangeFields(FormModel):
    """What is asked of an exchange that took place."""

    site_id: UUID | None = None
    kind: InteractionKind
    purpose: InteractionPurpose
    outcome: InteractionOutcome = Field(title="Suite")
    refusal: Refusal | None = Field(default=None, title="Raison du refus")
    occurred_on: Day
    next_step_on: Day | None = None
    contact_id: UUID | None = Field(default=None, title="Avec qui")
    note: Note | None = None

    def exchange(self) -> Exchange:
        """What took place."""
        return Exchange(**self.model_dump(include=set(Exchange.__dataclass_fields__)))


class InteractionForm(ExchangeFields):
    """An exchange that took place, for each of these lycées."""

    uai: Annotated[list[Uai], BeforeValidator(several)] = Field(default=[], title="Lycées")
    despite_courtesy: bool = Field(default=False, title="Malgré le délai de courtoisie")
