"""What a company pledges of its apprenticeship tax (taxe d'apprentissage): the lycée's own."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.base.errors import Invalid

EUROS_MAX = 1_000_000


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
