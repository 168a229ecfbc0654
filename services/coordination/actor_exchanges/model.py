"""An exchange of the supervisor with an actor (échange): what took place, and the next step."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from contracts.coordination.actors import ActorKind, ActorPurpose, DepartmentActorMetV1
from contracts.identifiers import Uai
from contracts.partnerships.actors import ActorExchangeId, ActorId
from contracts.partnerships.companies import InteractionKind
from services.chassis.base.errors import Conflict, Invalid, StaleVersion


@dataclass(frozen=True)
class ExchangeDetails:
    """What took place; the person, the note and the next step are told to nobody."""

    kind: InteractionKind
    purpose: ActorPurpose
    occurred_on: date
    person_id: UUID | None = None
    note: str | None = field(default=None, repr=False)
    next_step: str | None = field(default=None, repr=False)
    next_step_on: date | None = None

    def check(self, today: date) -> None:
        """Raises ExchangeInTheFuture, NextStepTooEarly, NextStepWithoutDay."""
        if self.occurred_on > today:
            raise ExchangeInTheFuture(field="occurred_on")
        if self.next_step_on and self.next_step_on < self.occurred_on:
            raise NextStepTooEarly(field="next_step_on")
        if self.next_step and self.next_step_on is None:
            raise NextStepWithoutDay(field="next_step_on")


@dataclass(frozen=True)
class ActorExchange:
    """An exchange of the supervisor; one noted by mistake is withdrawn, and may be put back."""

    id: UUID
    uai: Uai
    actor_id: UUID
    details: ExchangeDetails
    withdrawn_at: datetime | None = None
    version: int = 1

    def expect(self, version: int, *, withdrawn: bool = False) -> None:
        """Raises StaleVersion unless `version` is current, ExchangeWithdrawn or ExchangeNotWithdrawn."""
        if version != self.version:
            raise StaleVersion(current={**vars(self.details), "version": self.version})
        if withdrawn and self.withdrawn_at is None:
            raise ExchangeNotWithdrawn
        if not withdrawn and self.withdrawn_at is not None:
            raise ExchangeWithdrawn

    def changed(self, **changes: Any) -> "ActorExchange":
        """The exchange as it is from now on."""
        return replace(self, **changes, version=self.version + 1)

    def told(self, actor_kind: ActorKind) -> DepartmentActorMetV1:
        """What the department may learn: that it took place, how and what for."""
        return DepartmentActorMetV1(
            exchange_id=ActorExchangeId(self.id),
            actor_id=ActorId(self.actor_id),
            actor_kind=actor_kind,
            kind=self.details.kind,
            purpose=self.details.purpose,
            occurred_on=self.details.occurred_on,
        )


class ExchangeInTheFuture(Invalid):
    """An exchange to come: it is noted once it took place."""

    code = "exchange-in-the-future"
    title = "Un échange se note une fois qu’il a eu lieu\u202f: corrigez la date."


class NextStepTooEarly(Invalid):
    """A next step before the exchange it comes after."""

    code = "next-step-too-early"
    title = "La suite vient après l’échange\u202f: corrigez sa date."


class NextStepWithoutDay(Invalid):
    """Without a day nobody is reminded of it."""

    code = "next-step-without-day"
    title = "Dites pour quel jour est cette suite."


class ExchangeWithdrawn(Conflict):
    """An exchange that was noted by mistake."""

    code = "exchange-withdrawn"
    title = "Cet échange est retiré\u202f: rétablissez-le d’abord"


class ExchangeNotWithdrawn(Conflict):
    """An exchange that stands already."""

    code = "exchange-not-withdrawn"
    title = "Cet échange n’est pas retiré"


class PersonElsewhere(Invalid):
    """Who was met is of this actor."""

    code = "person-elsewhere"
    title = (
        "Cette personne n’est plus chez cet acteur\u202f: choisissez-en une autre, ou laissez vide."
    )
