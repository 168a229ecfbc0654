"""What the animation of the network tells of big accounts (grands comptes): ids, codes and days.

Why a bureau asks, what it proposes and what was decided stay in `coordination`. The DSDEN decides and names
no lycée: each one hears by itself what it has to do with a company.
"""

from datetime import date
from enum import StrEnum
from typing import NewType
from uuid import UUID

from contracts.event import Event
from contracts.identifiers import CompanyId

KeyAccountId = NewType("KeyAccountId", UUID)


class AccountReason(StrEnum):
    """Why a bureau asks for an arbitration (motif d’une demande)."""

    LEAD = "lead"
    """It wants to lead where another one does."""
    SEVERAL = "several"
    """Several lycées ask the company at the same time."""
    PLACES = "places"
    """Two lycées want the same places."""
    COMPANY = "company"
    """The company asks for one bureau to speak with."""
    OTHER = "other"


class AccountOutcome(StrEnum):
    """What the supervisor decides of a big account (arbitrage)."""

    LEAD = "lead"
    """One bureau speaks for all."""
    SHARED = "shared"
    """Nobody leads: there is a shared plan."""
    SPLIT = "split"
    """One bureau for a subject, another one for another."""


class AccountSubject(StrEnum):
    """What lycées do with a company (sujet)."""

    PLACES = "places"
    APPRENTICESHIP = "apprenticeship"
    TAX = "tax"
    ACTIONS = "actions"
    EQUIPMENT = "equipment"
    RECRUITMENT = "recruitment"


class AccountArbitrationAskedV1(
    Event, audience="department", aggregate="key_account_id", family=None
):
    """A bureau asks the supervisor to decide who leads with a company (arbitrage demandé)."""

    key_account_id: KeyAccountId
    company_id: CompanyId
    reason: AccountReason
    occurred_on: date


class AccountArbitratedV1(Event, audience="department", aggregate="key_account_id", family=None):
    """The supervisor decided of a big account (arbitrage rendu), for the first time or again; told whole.

    It names no lycée: those concerned hear it by `AccountFollowedV1`.
    """

    key_account_id: KeyAccountId
    company_id: CompanyId
    outcome: AccountOutcome
    from_on: date
    review_on: date | None
    occurred_on: date


class AccountArbitrationWithdrawnV1(
    Event, audience="department", aggregate="key_account_id", family=None
):
    """Nothing is decided of a big account any more, or nobody asks for it (arbitrage retiré)."""

    key_account_id: KeyAccountId
    company_id: CompanyId
    occurred_on: date


class AccountReviewAnnouncedV1(
    Event, audience="department", aggregate="key_account_id", family=None
):
    """The day came on which the supervisor looks at an arbitration again (arbitrage à revoir)."""

    key_account_id: KeyAccountId
    company_id: CompanyId
    occurred_on: date


class AccountStep(StrEnum):
    """What a bureau hears of a big account (suivi d’un grand compte)."""

    ASKED = "asked"
    """Another bureau asks for an arbitration: this one gives its word too."""
    DECIDED = "decided"
    REVIEW = "review"
    """The day came on which the supervisor looks at what was decided again."""
    BACK = "back"
    """What was asked or decided is taken back: nothing is to be told of it any more."""


class AccountFollowedV1(Event, audience="bureau", aggregate="key_account_id"):
    """A lycée is concerned by a big account (suivi d’un grand compte). It speaks for that lycée."""

    key_account_id: KeyAccountId
    step: AccountStep
    occurred_on: date


class AccountLeadStatedV1(Event, audience="bureau", aggregate="key_account_id"):
    """What holds of the lead with a company, for one lycée (chef de file d’un grand compte), told whole.

    It speaks for that lycée. `holds`: whether something decided is in force today; `leads`: whether this
    lycée leads by it. `decided_on`: the day it was decided; None where nothing holds.
    """

    key_account_id: KeyAccountId
    company_id: CompanyId
    holds: bool
    leads: bool
    decided_on: date | None
    occurred_on: date
