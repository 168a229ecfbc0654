"""Companies: their cards, who met them, what they offer and whether they still host.

Each event about a card is the whole state of it. A card that was absorbed keeps what was told of it under
its own id: which cards are one company is read off `company_merges`, so that a merge may be heard of
first, last, or be taken back.
"""

from datetime import date
from typing import Any
from uuid import UUID

from msgspec import Struct, structs

from contracts.elision import elided
from contracts.envelope import Envelope
from contracts.partnerships.capacities import (
    HostingCapacityDeclaredV1,
    HostingCapacityWithdrawnV1,
)
from contracts.partnerships.closures import SiteClosedV1, SiteReopenedV1
from contracts.partnerships.companies import (
    CompanyCorrectedV1,
    CompanyOnboardedV1,
    CompanyRegisteredV1,
    ImportCompletedV1,
    ImportUndoneV1,
)
from contracts.partnerships.hosting_limits import SiteStaffStatedV1
from contracts.partnerships.merges import CompanyMergedV1, MergeUndoneV1
from contracts.words import plain
from services.supervision.base.days_in_words import NBSP, day
from services.supervision.journal.model import Said, Say, how_many
from services.supervision.read_models.model.folded_events import MakeState, State, folded


class Site(Struct):
    site_key: str
    commune: str | None = None


class CompanyTold(Struct):
    """A company registered or corrected: both tell its whole public state."""

    company_id: UUID
    occurred_on: date
    siren: str | None = None
    naf: str | None = None
    public_name: str | None = None
    sites: tuple[Site, ...] = ()


def _company(fact: CompanyTold, _uai: str, _: Envelope) -> State:
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


def _company_registered(said: Said) -> str:
    if said.times > 1:
        return f"a ajouté {said.times}{NBSP}entreprises au registre"
    return f"a ajouté {said.company} au registre"


@folded(CompanyRegisteredV1, state=_company, says=_company_registered)
class CompanyRegistered(CompanyTold):
    pass


def _company_corrected(said: Said) -> str:
    if said.times > 1:
        return f"a corrigé {said.times}{NBSP}fiches d’entreprise"
    return f"a corrigé la fiche {elided(said.company)}"


@folded(CompanyCorrectedV1, state=_company, says=_company_corrected)
class CompanyCorrected(CompanyTold):
    pass


def _pair(company_id: UUID, absorbed_id: UUID, **merge: Any) -> State:
    # By pair: the version is that of the card that stays, and says nothing of another one's.
    key = {"company_id": company_id, "absorbed_id": absorbed_id}
    return "company_merges", tuple(key.values()), {**key, **merge}


class SamePlace(Struct):
    """The key a site had on the card that went."""

    former_key: str


def _merge(fact: "CompanyMerged", _uai: str, _: Envelope) -> State:
    keys = sorted({place.former_key for place in fact.same_places})
    return _pair(fact.company_id, fact.absorbed_id, merged=True, former_keys=keys)


def _company_merged(said: Said) -> str:
    return f"a réuni deux fiches {elided(said.company)}"


@folded(CompanyMergedV1, state=_merge, says=_company_merged)
class CompanyMerged(Struct):
    """What both cards are by now is told by CompanyCorrected."""

    company_id: UUID
    absorbed_id: UUID
    occurred_on: date
    same_places: tuple[SamePlace, ...] = ()


def _undone(fact: "MergeUndone", _uai: str, _: Envelope) -> State:
    return _pair(fact.company_id, fact.restored_id, merged=False, former_keys=[])


def _merge_undone(said: Said) -> str:
    return f"a séparé deux fiches réunies à tort, dont celle {elided(said.company)}"


@folded(MergeUndoneV1, state=_undone, says=_merge_undone)
class MergeUndone(Struct):
    company_id: UUID
    restored_id: UUID
    occurred_on: date


def _company_onboarded(said: Said) -> str:
    hosting = said.details.get("reason") == "hosting"
    if said.times > 1:
        did = "a un premier accueil chez" if hosting else "a eu ses premiers échanges avec"
        return f"{did} {said.times}{NBSP}entreprises ce jour-là"
    if hosting:
        return f"a un premier accueil chez {said.company}"
    return f"a eu un premier échange avec {said.company}"


@folded(CompanyOnboardedV1, says=_company_onboarded, keeps=("reason",))
class CompanyOnboarded(Struct):
    company_id: UUID
    reason: str
    occurred_on: date


def _capacity(did: str) -> Say:
    def say(said: Said) -> str:
        if said.times > 1:
            return f"{did} {said.times}{NBSP}offres de places d’accueil"
        places = how_many(int(said.details.get("seats", 0)), "place d’accueil")
        return f"{did} {places} chez {said.company}"

    return say


def _seats_offered(*, withdrawn: bool) -> MakeState:
    def state(fact: "CapacityDeclared", uai: str, _: Envelope) -> State:
        row = structs.asdict(fact)
        row.pop("occurred_on")
        return "capacities", (uai, fact.capacity_id), {"uai": uai, "withdrawn": withdrawn, **row}

    return state


@folded(
    HostingCapacityDeclaredV1,
    state=_seats_offered(withdrawn=False),
    says=_capacity("a noté"),
    keeps=("seats",),
)
class CapacityDeclared(Struct):
    """Places a site offers a lycée; the journal says so, and keeps no count of them."""

    capacity_id: UUID
    company_id: UUID
    from_month: date
    to_month: date
    seats: int
    occurred_on: date


@folded(
    HostingCapacityWithdrawnV1,
    state=_seats_offered(withdrawn=True),
    says=_capacity("a retiré"),
    keeps=("seats",),
)
class CapacityWithdrawn(CapacityDeclared):
    pass


def _site_closed(said: Said) -> str:
    if said.times > 1:
        return f"a noté la fermeture de {said.times}{NBSP}lieux d’accueil"
    closed_on = day(date.fromisoformat(said.details["closed_on"]))
    return f"a noté la fermeture d’un lieu {elided(said.company)}, le {closed_on}"


@folded(SiteClosedV1, says=_site_closed, keeps=("closed_on",))
class SiteClosed(Struct):
    company_id: UUID
    closed_on: date
    occurred_on: date


def _site_reopened(said: Said) -> str:
    if said.times > 1:
        return f"a rouvert {said.times}{NBSP}lieux d’accueil"
    return f"a rouvert un lieu {elided(said.company)}"


@folded(SiteReopenedV1, says=_site_reopened)
class SiteReopened(Struct):
    company_id: UUID
    occurred_on: date


@folded(SiteStaffStatedV1)
class SiteStaffStated(Struct):
    """It serves whoever places a pupil; the department's figures need none of it."""


def _import_completed(said: Said) -> str:
    labels = (("created", "créée"), ("updated", "mise à jour"), ("rejected", "refusée"))
    counts = (how_many(int(said.details.get(name, 0)), label) for name, label in labels)
    return f"a importé une liste d’entreprises{NBSP}: {', '.join(counts)}"


# Imports are kept by their ids: what takes one back is of another day, and has to find it.
@folded(
    ImportCompletedV1,
    says=_import_completed,
    keeps=("import_id", "created", "updated", "rejected"),
)
class ImportCompleted(Struct):
    import_id: UUID
    created: int
    updated: int
    rejected: int
    occurred_on: date


def _import_undone(said: Said) -> str:
    labels = (("removed", "retirée"), ("restored", "remise comme avant"), ("kept", "gardée"))
    counts = (how_many(int(said.details.get(name, 0)), label) for name, label in labels)
    return f"a annulé l’import d’une liste d’entreprises{NBSP}: {', '.join(counts)}"


@folded(ImportUndoneV1, says=_import_undone, keeps=("import_id", "removed", "restored", "kept"))
class ImportUndone(Struct):
    import_id: UUID
    removed: int
    restored: int
    kept: int
    occurred_on: date
