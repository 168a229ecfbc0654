"""Big accounts, as codes; each step has its line of the journal."""

from datetime import date
from uuid import UUID

from msgspec import Struct

from contracts.coordination.accounts import (
    AccountArbitratedV1,
    AccountArbitrationAskedV1,
    AccountArbitrationWithdrawnV1,
    AccountReviewAnnouncedV1,
)
from services.supervision.base.days_in_words import NBSP
from services.supervision.journal.model import Said
from services.supervision.read_models.model.folded_events import folded, never

_OUTCOMES = {
    "lead": "un chef de file avec",
    "shared": "un plan partagé avec",
    "split": "un lycée par sujet avec",
}


def _asked(said: Said) -> str:
    if said.times > 1:
        return f"a demandé {said.times}{NBSP}arbitrages sur de grands comptes"
    return f"a demandé un arbitrage sur {said.company}"


@folded(AccountArbitrationAskedV1, says=_asked, news=never)
class AccountArbitrationAsked(Struct):
    company_id: UUID
    occurred_on: date


def _arbitrated(said: Said) -> str:
    if said.times > 1:
        return f"a rendu {said.times}{NBSP}arbitrages sur de grands comptes"
    outcome = _OUTCOMES.get(said.details.get("outcome", ""), "qui parle pour tous à")
    return f"a décidé {outcome} {said.company}"


@folded(AccountArbitratedV1, says=_arbitrated, keeps=("outcome",), news=never)
class AccountArbitrated(Struct):
    company_id: UUID
    outcome: str
    occurred_on: date


# A day that comes is no deed: it has no line.
@folded(AccountReviewAnnouncedV1, news=never)
class AccountReviewAnnounced(Struct):
    occurred_on: date


@folded(AccountArbitrationWithdrawnV1, news=never)
class AccountArbitrationWithdrawn(Struct):
    occurred_on: date
