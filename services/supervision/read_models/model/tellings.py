"""What statements are compared with: facts of partnerships, actions, meetings and coverage.

Each telling is kept with its place in its lycée's journal. What was told before a statement counts
for it, whenever it arrived: one that was lost and is sent again is in its place again.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from uuid import UUID

from msgspec import Struct, structs

from contracts.envelope import Envelope
from services.supervision.exactness.model import Kind
from services.supervision.read_models.model.events import commitments, companies, partners
from services.supervision.read_models.model.events.pfmp import CoverageChanged, CoverageTotalsStated

Tally = tuple[Kind, UUID, bool]
"""What a telling is about, and whether it counts from then on."""


def _partnership(fact: partners.PartnershipTold) -> Tally:
    return Kind.PARTNERSHIP, fact.partnership_id, fact.stage == "active"


def _action(fact: partners.ActionPlanned) -> Tally:
    return Kind.ACTION, fact.action_id, isinstance(fact, partners.ActionHeld)


def _meeting(fact: companies.CompanyOnboarded) -> Tally:
    return Kind.MEETING, fact.company_id, True


_TALLIES: Mapping[type[Struct], Callable[[Any], Tally]] = {
    companies.CompanyOnboarded: _meeting,
    partners.ActionPlanned: _action,
    partners.ActionHeld: _action,
    partners.ActionCancelled: _action,
    partners.PartnershipProposed: _partnership,
    partners.PartnershipChanged: _partnership,
    partners.PartnershipSigned: _partnership,
    partners.PartnershipRenewed: _partnership,
    partners.PartnershipEnded: _partnership,
}


def counted_fact(fact: Struct, envelope: Envelope) -> dict[str, Any] | None:
    """The row of a telling that is counted, or None."""
    tally = _TALLIES.get(type(fact))
    if tally is None:
        return None
    kind, of, counts = tally(fact)
    return _told(envelope) | {"kind": kind.value, "of_id": of, "counts": counts}


def coverage_telling(fact: CoverageChanged, envelope: Envelope) -> dict[str, Any]:
    """The row of a telling of coverage."""
    figures = structs.asdict(fact)
    del figures["mef"]
    return _told(envelope) | figures


def registry_statement(
    fact: commitments.RegistryTotalsStated, envelope: Envelope
) -> dict[str, Any]:
    """The row of a statement of a registry."""
    figures = {
        "companies": fact.companies,
        "onboarded": fact.onboarded,
        "partnerships_active": fact.partnerships_active,
        "actions_held": fact.actions_held,
    }
    return _told(envelope) | {"stated_at": envelope.time} | figures


def coverage_statements(fact: CoverageTotalsStated, envelope: Envelope) -> Iterator[dict[str, Any]]:
    """The rows of a statement of coverage, one per period."""
    for period in fact.periods:
        yield _told(envelope) | {"stated_at": envelope.time} | structs.asdict(period)


def _told(envelope: Envelope) -> dict[str, Any]:
    return {
        "uai": str(envelope.uai),
        "event_id": envelope.id,
        "sequence": envelope.sequence,
        "version": envelope.version,
    }
