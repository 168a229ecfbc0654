"""What is asked of a call that has just ended: three taps, on a telephone."""

from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import BeforeValidator, Field

from contracts.identifiers import Uai
from contracts.partnerships.companies import InteractionKind, InteractionOutcome, InteractionPurpose
from services.chassis.web.views.forms import Day, FormModel, several
from services.partnerships.base.forms import Note
from services.partnerships.exchanges.model import Exchange, Refusal
from services.partnerships.tasks.model import NextStepIn


class Back(StrEnum):
    """The page somebody called from, and goes back to."""

    CARD = "card"
    LIST = "list"
    TODAY = "today"
    WEEK = "week"
    EVERYBODY = "everybody"


class CallForm(FormModel):
    """A call about PFMP, of today unless it says so, for each of these lycées."""

    uai: Annotated[list[Uai], BeforeValidator(several)] = Field(default=[], title="Lycées")
    site_id: UUID | None = None
    contact_id: UUID | None = Field(default=None, title="Avec qui")
    outcome: InteractionOutcome = Field(title="Suite")
    refusal: Refusal | None = Field(default=None, title="Raison du refus")
    occurred_on: Day | None = Field(default=None, title="Date de l’appel")
    """Sent when it is not today: what was noted without a network is sent later."""
    next_in: NextStepIn | None = Field(default=None, title="Prochaine étape")
    next_step_on: Day | None = Field(default=None, title="Autre date")
    note: Note | None = None
    back: Back = Back.CARD
    listing: str = ""
    """What the list of companies was asked for."""
    despite_courtesy: bool = Field(default=False, title="Malgré le délai de courtoisie")

    def exchange(self, today: date) -> Exchange:
        """What took place; a date that was typed says more than a delay."""
        day = self.occurred_on or today
        soon = self.next_in.after(day) if self.next_in else None
        return Exchange(
            kind=InteractionKind.CALL,
            purpose=InteractionPurpose.PFMP,
            outcome=self.outcome,
            refusal=self.refusal,
            occurred_on=day,
            next_step_on=self.next_step_on or soon,
            contact_id=self.contact_id,
            note=self.note,
        )
