"""Rules and states of exchanges: pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from contracts.identifiers import CompanyId, InteractionId, SiteId, Uai
from contracts.partnerships.companies import (
    InteractionKind,
    InteractionLoggedV1,
    InteractionOutcome,
    InteractionPurpose,
)
from services.chassis.base.errors import Conflict, Invalid


class Refusal(StrEnum):
    """What a refusal was about; never anything of a pupil."""

    MINOR = "minor"
    CAPACITY = "capacity"
    SEASON = "season"
    MOBILITY = "mobility"
    TUTOR = "tutor"
    TRADE = "trade"
    OTHER = "other"


_REAL = {InteractionKind.CALL, InteractionKind.MEETING, InteractionKind.VISIT}


class InteractionInTheFuture(Invalid):
    """An exchange is logged once it took place."""

    code = "interaction-in-the-future"
    title = "La date de l’échange ne peut pas être dans le futur."


class NextStepInThePast(Invalid):
    """A next step comes after the exchange it follows."""

    code = "next-step-in-the-past"
    title = "La prochaine étape ne peut pas précéder l’échange."


class RefusalOfNoRefusal(Invalid):
    """Why a company refused is noted with a refusal only."""

    code = "refusal-of-no-refusal"
    title = "La raison d’un refus se note avec la suite «\u00a0Refus\u00a0»."


class InteractionAlreadyCorrected(Conflict):
    """An exchange that somebody corrected or took back meanwhile."""

    code = "interaction-already-corrected"
    title = (
        "Cet échange vient d’être corrigé ou retiré par quelqu’un d’autre\u202f: "
        "regardez la fiche avant de le noter de nouveau."
    )


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """What took place. The note is the lycée's own: it is never told."""

    kind: InteractionKind
    purpose: InteractionPurpose
    outcome: InteractionOutcome
    occurred_on: date
    refusal: Refusal | None = None
    next_step_on: date | None = None
    contact_id: UUID | None = None
    """With whom: a contact of the lycée, as long as it is one."""
    note: str | None = None

    def check(self, today: date) -> None:
        """Raises InteractionInTheFuture, NextStepInThePast, RefusalOfNoRefusal."""
        if self.occurred_on > today:
            raise InteractionInTheFuture(field="occurred_on")
        if self.next_step_on and self.next_step_on < self.occurred_on:
            raise NextStepInThePast(field="next_step_on")
        if self.refusal and self.outcome is not InteractionOutcome.REFUSED:
            raise RefusalOfNoRefusal(field="refusal")

    @property
    def has_next_step(self) -> bool:
        """Whether a step follows the exchange: on a day, or « à rappeler » one day."""
        return self.next_step_on is not None or self.outcome is InteractionOutcome.TO_CALL_BACK

    @property
    def reached(self) -> bool:
        """Whether the exchange reached somebody: a call nobody answered disturbed nobody."""
        return self.outcome is not InteractionOutcome.NO_ANSWER

    @property
    def onboards(self) -> bool:
        """Whether it makes the company known to the lycée (a letter alone does not)."""
        return self.reached and self.kind in _REAL


def kept_of_the_step(before: Exchange, after: Exchange) -> Sequence[str]:
    """What stays of the task (suite) of a next step, as fields of it, once the exchange is corrected.

    On another day, or after another outcome, it is another thing to do.
    """
    kept = ["note", "assignee", "urgent"]
    if after.outcome is before.outcome:
        kept.append("code")
    if after.next_step_on == before.next_step_on and before.has_next_step:
        kept += ["due_on", "done_at"]
    return kept


@dataclass(frozen=True, kw_only=True)
class Interaction(Exchange):
    """An exchange with a company, at one of its sites."""

    id: UUID
    company_id: UUID
    site_id: UUID
    shared_id: UUID | None = None
    """The same for each lycée of one exchange that was noted once for several."""
    to_many: bool = False
    """Whether it is one of the letters that went to many companies at once."""
    undelivered: bool = False
    """Whether that letter came back, or was refused."""
    noted_by: UUID | None = None
    """The account of who noted it; None when nobody was asked, as for a mail in copy."""

    @property
    def met(self) -> bool:
        """Whether the company took part: a letter to many asks it something, and is no exchange yet."""
        unanswered = self.to_many and self.outcome is InteractionOutcome.NONE
        return self.reached and not unanswered

    def told(self) -> InteractionLoggedV1:
        """What the department may learn: that there is a note, not what it says."""
        return InteractionLoggedV1(
            interaction_id=InteractionId(self.id),
            company_id=CompanyId(self.company_id),
            site_id=SiteId(self.site_id),
            kind=self.kind,
            purpose=self.purpose,
            outcome=self.outcome,
            next_step_on=self.next_step_on,
            has_note=self.note is not None,
            occurred_on=self.occurred_on,
        )


@dataclass(frozen=True)
class Noted:
    """An exchange as it is shown: once, with the lycées it was noted for."""

    interaction: Interaction
    uais: Sequence[Uai]
    as_one: UUID | None = None
    """What its rows have in common: where the next page of a timeline goes on from."""


def solicits(exchange: Exchange) -> bool:
    """Whether something was asked of the host: nobody was disturbed by a call nobody answered."""
    return exchange.reached and exchange.purpose is not InteractionPurpose.OTHER
