"""An exchange with a company (échange consigné)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from contracts.partnerships import InteractionKind, InteractionOutcome, InteractionPurpose
from services.chassis.errors import Invalid

NOTE_CHARACTERS_MAX = 4_000
_REAL = {InteractionKind.CALL, InteractionKind.MEETING, InteractionKind.VISIT}


class InteractionInTheFuture(Invalid):
    """An exchange is logged once it took place."""

    code = "interaction-in-the-future"
    title = "La date de l’échange ne peut pas être dans le futur."


class NextStepInThePast(Invalid):
    """A next step comes after the exchange it follows."""

    code = "next-step-in-the-past"
    title = "La prochaine étape ne peut pas précéder l’échange."


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """What took place. The note is the lycée's own: it is never told."""

    kind: InteractionKind
    purpose: InteractionPurpose
    outcome: InteractionOutcome
    occurred_on: date
    next_step_on: date | None = None
    note: str | None = None

    def check(self, today: date) -> None:
        """Raises InteractionInTheFuture, NextStepInThePast."""
        if self.occurred_on > today:
            raise InteractionInTheFuture(field="occurred_on")
        if self.next_step_on and self.next_step_on < self.occurred_on:
            raise NextStepInThePast(field="next_step_on")

    @property
    def reached(self) -> bool:
        """Whether somebody answered: only then did the lycée and the company meet."""
        return self.outcome is not InteractionOutcome.NO_ANSWER

    @property
    def onboards(self) -> bool:
        """Whether it makes the company known to the lycée (a letter alone does not)."""
        return self.reached and self.kind in _REAL


@dataclass(frozen=True, kw_only=True)
class Interaction(Exchange):
    """An exchange with a company, at one of its sites."""

    id: UUID
    company_id: UUID
    site_id: UUID
