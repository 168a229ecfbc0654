"""What companies declared and pledged, and what a registry counted in its own tables."""

from datetime import date
from uuid import UUID

from msgspec import Struct, structs

from contracts.envelope import Envelope
from contracts.partnerships.commitments import (
    RegulatedWorkDeclarationExpiredV1,
    RegulatedWorkDeclarationExpiryAnnouncedV1,
    RegulatedWorkDeclarationFiledV1,
    RegulatedWorkDeclarationWithdrawnV1,
    TaxPledgesSuppressedV1,
    TaxPledgesTotalledV1,
)
from contracts.partnerships.totals import RegistryTotalsStatedV1
from services.supervision.base.days_in_words import NBSP
from services.supervision.journal.model import Said
from services.supervision.read_models.model.folded_events import State, folded, never


class DeclarationTold(Struct):
    """A site's declaration of regulated work: each of its events tells it whole."""

    declaration_id: UUID
    company_id: UUID
    valid_until: date
    occurred_on: date


def _declaration(fact: DeclarationTold, uai: str, _: Envelope) -> State:
    row = {
        "uai": uai,
        "declaration_id": fact.declaration_id,
        "valid_until": fact.valid_until,
        "withdrawn": isinstance(fact, DeclarationWithdrawn),
    }
    return "declarations", (uai, fact.declaration_id), row


def _declaration_filed(said: Said) -> str:
    if said.times > 1:
        return f"a noté {said.times}{NBSP}déclarations de travaux réglementés"
    return f"a noté une déclaration de travaux réglementés chez {said.company}"


@folded(RegulatedWorkDeclarationFiledV1, state=_declaration, says=_declaration_filed)
class DeclarationFiled(DeclarationTold):
    pass


@folded(RegulatedWorkDeclarationExpiryAnnouncedV1, state=_declaration)
class DeclarationExpiryAnnounced(DeclarationTold):
    pass


@folded(RegulatedWorkDeclarationExpiredV1, state=_declaration)
class DeclarationExpired(DeclarationTold):
    pass


@folded(RegulatedWorkDeclarationWithdrawnV1, state=_declaration)
class DeclarationWithdrawn(DeclarationTold):
    pass


def _tax_total(fact: "TaxPledgesTotalled", uai: str, _: Envelope) -> State:
    return "tax_totals", (uai, fact.year), {"uai": uai, **structs.asdict(fact)}


def _some_pledge(fact: "TaxPledgesTotalled") -> bool:
    # That there is none goes by itself at night, and is no news.
    return fact.companies > 0


@folded(TaxPledgesTotalledV1, state=_tax_total, news=_some_pledge)
class TaxPledgesTotalled(Struct):
    year: int
    companies: int
    amount_euros: int


def _few_pledges(fact: "TaxPledgesSuppressed", uai: str, _: Envelope) -> State:
    row = {"uai": uai, "year": fact.year, "companies": None, "amount_euros": None}
    return "tax_totals", (uai, fact.year), row


@folded(TaxPledgesSuppressedV1, state=_few_pledges)
class TaxPledgesSuppressed(Struct):
    """The total of a year is of too few companies to be told."""

    year: int


@folded(RegistryTotalsStatedV1, news=never)
class RegistryTotalsStated(Struct):
    """What a lycée's registry counted in its own tables, after all it told before."""

    companies: int
    onboarded: int
    partnerships_active: int
    occurred_on: date
    actions_held: int | None = None
