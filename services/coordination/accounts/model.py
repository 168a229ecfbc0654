"""A big account (grand compte): what is asked of a company several lycées want, and what holds of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from contracts.coordination.accounts import AccountOutcome, AccountReason, AccountSubject
from contracts.identifiers import Uai
from services.chassis.base.errors import Conflict, Invalid, StaleVersion

TEXT_CHARACTERS_MAX = 2_000


class AccountState(StrEnum):
    """Where a big account stands: by what is asked and decided, and by the day."""

    WAITING = "attend"
    REVIEW = "a-revoir"
    DECIDED = "rendu"
    OPEN = "ouvert"
    """Nobody asks, nothing is decided: the supervisor prepares it, or who asked took it back."""


class NotConcerned(Conflict):
    """A bureau that has nothing to do with it yet."""

    code = "account-not-concerned"
    title = "Votre bureau n’est pas concerné par ce compte\u202f: demandez d’abord un arbitrage."


class AlreadyAsked(Conflict):
    """It waits for the supervisor already."""

    code = "arbitration-already-asked"
    title = "Votre bureau a déjà demandé cet arbitrage\u202f: ajoutez ce que vous avez à dire."


class NotAskedHere(Conflict):
    """There is nothing to take back, or to ask again."""

    code = "arbitration-not-asked"
    title = "Votre demande a déjà changé d’état\u202f: relisez la page."


class LyceeStays(Conflict):
    """It asked, said or does something of it, or the decision names it."""

    code = "account-lycee-stays"
    title = (
        "Ce lycée reste concerné\u202f: il a demandé l’arbitrage, donné son avis, a une ligne du plan, "
        "ou l’arbitrage le nomme."
    )


class DecisionMoved(Conflict):
    """It does not stand, or stands already."""

    code = "arbitration-moved"
    title = "Cet arbitrage a déjà changé\u202f: relisez la page."


class LeadMissing(Invalid):
    """Who speaks for all has to be said."""

    code = "lead-missing"
    title = "Dites quel lycée est chef de file."


class SharesMissing(Invalid):
    """A split names two lycées at least."""

    code = "shares-missing"
    title = "Donnez au moins deux sujets, à deux lycées différents."


class ReviewTooEarly(Invalid):
    """It is looked at again after it began."""

    code = "review-too-early"
    title = "Indiquez un jour à venir, après le jour où l’arbitrage commence."


class AccountLyceeUnknown(Invalid):
    """No lycée of the department."""

    code = "account-lycee-unknown"
    title = "Choisissez un lycée de la liste."


@dataclass(frozen=True)
class Party:
    """A lycée concerned, and what it asked, if it did."""

    uai: Uai
    joined_at: datetime
    reason: AccountReason | None = None
    asked_at: datetime | None = None
    withdrawn_at: datetime | None = None
    via_id: UUID | None = None
    """The account that went into this one, where it is concerned by that alone."""

    def waits(self, decided_at: datetime | None) -> bool:
        """Whether it asked for something that was not decided since."""
        if self.asked_at is None or self.withdrawn_at is not None:
            return False
        return decided_at is None or self.asked_at > decided_at


@dataclass(frozen=True)
class Decision:
    """What the supervisor decided, from a day on."""

    id: UUID
    outcome: AccountOutcome
    from_on: date
    text: str
    decided_at: datetime
    lead: Uai | None = None
    shares: Mapping[AccountSubject, Uai] | None = None
    review_on: date | None = None
    withdrawn_at: datetime | None = None

    @property
    def lycees(self) -> frozenset[Uai]:
        """The lycées it names."""
        return frozenset([*([self.lead] if self.lead else []), *(self.shares or {}).values()])

    def checked(self, today: date) -> "Decision":
        """The same, without what its outcome does not say. Raises LeadMissing, SharesMissing, ReviewTooEarly."""
        if self.review_on is not None and self.review_on <= max(self.from_on, today):
            raise ReviewTooEarly(field="review_on")
        if self.outcome is AccountOutcome.LEAD:
            if self.lead is None:
                raise LeadMissing(field="lead")
            return replace(self, shares=None)
        if self.outcome is AccountOutcome.SHARED:
            return replace(self, lead=None, shares=None)
        if len(set((self.shares or {}).values())) < 2:
            raise SharesMissing(field="outcome")
        return replace(self, lead=None)


@dataclass(frozen=True)
class KeyAccount:
    """A company several lycées want; what was decided last of what stands."""

    id: UUID
    uai: Uai
    company_id: UUID
    company: str
    opened_at: datetime
    lead_then: Uai | None = None
    outcome: AccountOutcome | None = None
    lead: Uai | None = None
    from_on: date | None = None
    review_on: date | None = None
    decided_at: datetime | None = None
    stated: int = 0
    version: int = 1
    review_told: date | None = None
    """The last day of a review that was told."""

    def expect(self, version: int) -> None:
        """Raises StaleVersion."""
        if version != self.version:
            raise StaleVersion(current={"version": self.version})

    def with_decision(self, standing: Decision | None) -> "KeyAccount":
        """What it says once this decision stands; None: none does."""
        return replace(
            self,
            outcome=standing.outcome if standing else None,
            lead=standing.lead if standing else None,
            from_on=standing.from_on if standing else None,
            review_on=standing.review_on if standing else None,
            decided_at=standing.decided_at if standing else None,
            version=self.version + 1,
        )

    def state(self, parties: Sequence[Party], today: date) -> AccountState:
        """Where it stands that day."""
        if any(one.waits(self.decided_at) for one in parties):
            return AccountState.WAITING
        if self.outcome is None:
            return AccountState.OPEN
        if self.review_on is not None and self.review_on <= today:
            return AccountState.REVIEW
        return AccountState.DECIDED


def standing_of(decisions: Sequence[Decision]) -> Decision | None:
    """The last one that was not taken back."""
    standing = [one for one in decisions if one.withdrawn_at is None]
    return max(standing, key=lambda one: (one.decided_at, one.id), default=None)


def in_force(decisions: Sequence[Decision], today: date) -> Decision | None:
    """The last one that has begun: one that begins later leaves what was decided before as it is."""
    return standing_of([one for one in decisions if one.from_on <= today])
