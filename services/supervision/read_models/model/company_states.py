"""Who knows which company: what each event about one is the whole state of.

A card that was absorbed keeps what was told of it under its own id: which cards are one company is
read off `company_merges`, so that a merge may be heard of first, last, or be taken back.
"""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from msgspec import Struct

from contracts.envelope import Envelope
from contracts.words import plain
from services.supervision.read_models.model import facts, merge_facts, tallied_facts

Row = dict[str, Any]
State = tuple[str, tuple[str | int | UUID, ...], Row]
"""The table, the key and the row that one event is the whole state of."""


def _company(fact: facts.CompanyTold, _uai: str, _: Envelope) -> State:
    communes = [site.commune for site in fact.sites if site.commune]
    row = {
        "company_id": fact.company_id,
        "public_name": fact.public_name,
        "naf": fact.naf,
        "commune": next(iter(communes), None),
        "siren": fact.siren,
        "name_key": plain(fact.public_name or ""),
        "communes": sorted(set(communes)),
        "site_keys": sorted({site.site_key for site in fact.sites}),
    }
    return "companies", (fact.company_id,), row


def _merge(fact: merge_facts.CompanyMerged, _uai: str, _: Envelope) -> State:
    keys = sorted({place.former_key for place in fact.same_places})
    return _pair(fact.company_id, fact.absorbed_id, merged=True, former_keys=keys)


def _undone(fact: merge_facts.MergeUndone, _uai: str, _: Envelope) -> State:
    return _pair(fact.company_id, fact.restored_id, merged=False, former_keys=[])


def _pair(company_id: UUID, absorbed_id: UUID, **merge: Any) -> State:
    # By pair: the version is that of the card that stays, and says nothing of another one's.
    key = {"company_id": company_id, "absorbed_id": absorbed_id}
    return "company_merges", tuple(key.values()), {**key, **merge}


def _partnership(fact: facts.PartnershipTold, uai: str, _: Envelope) -> State:
    row = {
        "uai": uai,
        "partnership_id": fact.partnership_id,
        "stage": fact.stage,
        "agreement": fact.agreement,
        "until_on": fact.until_on,
        "company_id": fact.company_id,
        "scopes": sorted(set(fact.scopes)),
    }
    return "partnerships", (uai, fact.partnership_id), row


def _exchange(
    fact: facts.InteractionLogged | facts.InteractionWithdrawn, uai: str, _: Envelope
) -> State:
    row = {
        "uai": uai,
        "interaction_id": fact.interaction_id,
        "company_id": fact.company_id,
        "occurred_on": fact.occurred_on,
        "withdrawn": isinstance(fact, facts.InteractionWithdrawn),
    }
    return "exchanges", (uai, fact.interaction_id), row


def _seats(fact: tallied_facts.SeatsTallied, uai: str, _: Envelope) -> State:
    row = {
        "uai": uai,
        "tally_id": fact.tally_id,
        "site_key": fact.site_key,
        "school_year": fact.school_year,
        "week": fact.week,
        "seats": fact.seats,
    }
    return "hostings", (uai, fact.tally_id), row


STATES: Mapping[type[Struct], Callable[[Any, str, Envelope], State]] = {
    facts.CompanyRegistered: _company,
    facts.CompanyCorrected: _company,
    merge_facts.CompanyMerged: _merge,
    merge_facts.MergeUndone: _undone,
    facts.PartnershipProposed: _partnership,
    facts.PartnershipChanged: _partnership,
    facts.PartnershipSigned: _partnership,
    facts.PartnershipRenewed: _partnership,
    facts.PartnershipEnded: _partnership,
    facts.InteractionLogged: _exchange,
    facts.InteractionWithdrawn: _exchange,
    tallied_facts.SeatsTallied: _seats,
}
