"""Declarations of regulated work, pledges of apprenticeship tax: their states and refusals."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from contracts.identifiers import CompanyId, DeclarationId, SiteId, Uai
from contracts.partnerships.commitments import DeclarationFacts, RegulatedWork
from services.chassis.base.errors import Conflict, Invalid

YEARS = 3
"""How long a declaration holds (R.4153-41)."""
ANNOUNCED = timedelta(days=60)


class NoWorkDeclared(Invalid):
    """A declaration is about some work."""

    code = "no-work-declared"
    title = "Choisissez au moins une sorte de travaux."


class FiledLater(Invalid):
    """A declaration to come: it is noted once it was sent to the labour inspection."""

    code = "filed-later"
    title = "La date de la déclaration ne peut pas être dans le futur."


class DeclarationOver(Conflict):
    """A declaration that was taken back, or that another one came after."""

    code = "declaration-over"
    title = "Cette déclaration n’est plus celle qui compte\u202f: rechargez la page."


class DeclarationState(StrEnum):
    """Whether a declaration holds, on a day."""

    VALID = "valid"
    EXPIRING = "expiring"
    EXPIRED = "expired"


def valid_until(filed_on: date) -> date:
    """The last day a declaration of that day holds."""
    try:
        end = filed_on.replace(year=filed_on.year + YEARS)
    except ValueError:  # 29 February
        end = filed_on.replace(year=filed_on.year + YEARS, month=3, day=1)
    return end - timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """One declaration, as one lycée was told of it."""

    id: UUID
    uai: Uai
    company_id: UUID
    site_id: UUID
    works: tuple[RegulatedWork, ...]
    filed_on: date
    version: int = 1

    def check(self, today: date) -> None:
        """Raises NoWorkDeclared, FiledLater."""
        if not self.works:
            raise NoWorkDeclared(field="works")
        if self.filed_on > today:
            raise FiledLater(field="filed_on")

    @property
    def valid_until(self) -> date:
        """The last day it holds."""
        return valid_until(self.filed_on)

    @property
    def announced_on(self) -> date:
        """From when on it is to be renewed."""
        return self.valid_until - ANNOUNCED

    def state(self, today: date) -> DeclarationState:
        """Whether it holds on this day."""
        if self.valid_until < today:
            return DeclarationState.EXPIRED
        near = self.announced_on <= today
        return DeclarationState.EXPIRING if near else DeclarationState.VALID

    def renewed_by(self, other: "Declaration") -> bool:
        """Whether a later one covers the same work at the same site."""
        same = (other.uai, other.site_id) == (self.uai, self.site_id)
        return same and other.filed_on > self.filed_on and set(self.works) <= set(other.works)

    def facts(self, on: date) -> dict[str, Any]:
        """What the department may learn, for any of the events that tell it."""
        return dict(
            DeclarationFacts(
                declaration_id=DeclarationId(self.id),
                company_id=CompanyId(self.company_id),
                site_id=SiteId(self.site_id),
                works=self.works,
                valid_until=self.valid_until,
                occurred_on=on,
            )
        )


EUROS_MAX = 1_000_000


class LetterStep(StrEnum):
    """Where the letter about a declaration is, as far as a reader cares."""

    WAITING = "waiting"
    LEFT = "left"
    LOST = "lost"
    NOT_SENT = "not_sent"


class PledgeState(StrEnum):
    """Where a pledge is."""

    ASKED = "asked"
    PLEDGED = "pledged"
    CONFIRMED = "confirmed"
    THANKED = "thanked"
    DECLINED = "declined"

    @property
    def counts(self) -> bool:
        """Whether its amount is part of the total."""
        return self in {PledgeState.PLEDGED, PledgeState.CONFIRMED, PledgeState.THANKED}


class PledgeWithoutAmount(Invalid):
    """What is pledged has an amount."""

    code = "pledge-without-amount"
    title = "Indiquez le montant promis, en euros."


@dataclass(frozen=True, kw_only=True)
class TaxPledge:
    """One company's pledge to one lycée for one year."""

    uai: Uai
    company_id: UUID
    year: int
    state: PledgeState
    amount_euros: int | None = None

    def check(self) -> None:
        """Raises PledgeWithoutAmount."""
        if self.state.counts and not self.amount_euros:
            raise PledgeWithoutAmount(field="amount_euros")
