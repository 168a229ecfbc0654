"""What bureaux do with companies: exchanges, solicitations, partnerships and actions."""

from datetime import date
from uuid import UUID

from msgspec import Struct, structs

from contracts.envelope import Envelope
from contracts.partnerships.actions import (
    ActionAxesTotalledV1,
    ActionCancelledV1,
    ActionHeldV1,
    ActionPlannedV1,
)
from contracts.partnerships.companies import InteractionLoggedV1, InteractionWithdrawnV1
from contracts.partnerships.partnerships import (
    PartnershipChangedV1,
    PartnershipEndedV1,
    PartnershipProposedV1,
    PartnershipRenewedV1,
    PartnershipSignedV1,
)
from contracts.partnerships.pressure import (
    SitePausedV1,
    SiteResumedV1,
    SiteSolicitationWithdrawnV1,
    SiteSolicitedV1,
)
from services.supervision.base.days_in_words import NBSP
from services.supervision.journal.model import Said, Say, how_many
from services.supervision.read_models.model.folded_events import State, folded, never

_KINDS = {
    "call": "un appel",
    "mail": "un courriel",
    "meeting": "un rendez-vous",
    "visit": "une visite",
}
_PURPOSES = {
    "prospecting": "prospection",
    "pfmp": "PFMP",
    "apprenticeship": "apprentissage",
    "intervention": "intervention",
    "tax": "taxe d’apprentissage",
}
_ACTIONS = {
    "visit": "une visite d’entreprise",
    "intervention": "une intervention en classe",
    "forum": "un forum",
    "jury": "un jury",
    "mentoring": "un parrainage",
    "immersion": "une journée d’immersion",
    "challenge": "un défi",
    "training": "une formation d’enseignants",
}


def _exchange(fact: "InteractionLogged | InteractionWithdrawn", uai: str, _: Envelope) -> State:
    row = {
        "uai": uai,
        "interaction_id": fact.interaction_id,
        "company_id": fact.company_id,
        "occurred_on": fact.occurred_on,
        "withdrawn": isinstance(fact, InteractionWithdrawn),
    }
    return "exchanges", (uai, fact.interaction_id), row


def _interaction_logged(said: Said) -> str:
    kind = _KINDS.get(said.details.get("kind", ""), "un échange")
    purpose = _PURPOSES.get(said.details.get("purpose", ""))
    return f"a consigné {kind} avec {said.company}" + (f" ({purpose})" if purpose else "")


# Exchanges are kept by their ids: what takes one back is of another day, and has to find it.
@folded(
    InteractionLoggedV1,
    state=_exchange,
    says=_interaction_logged,
    keeps=("interaction_id", "kind", "purpose"),
)
class InteractionLogged(Struct):
    interaction_id: UUID
    company_id: UUID
    kind: str
    purpose: str
    occurred_on: date


def _interaction_withdrawn(said: Said) -> str:
    return f"a retiré un échange consigné par erreur avec {said.company}"


@folded(
    InteractionWithdrawnV1,
    state=_exchange,
    says=_interaction_withdrawn,
    keeps=("interaction_id",),
)
class InteractionWithdrawn(Struct):
    interaction_id: UUID
    company_id: UUID
    occurred_on: date


@folded(SiteSolicitedV1)
class SiteSolicited(Struct):
    """Only that a lycée is at work: how often a host was asked is for the bureaux to see."""


@folded(SiteSolicitationWithdrawnV1)
class SiteSolicitationWithdrawn(Struct):
    pass


@folded(SitePausedV1)
class SitePaused(Struct):
    """No line: a host set apart in sight of the department would be a blacklist."""


@folded(SiteResumedV1)
class SiteResumed(Struct):
    pass


class PartnershipTold(Struct):
    """Where a partnership is: each of its events tells it whole."""

    partnership_id: UUID
    company_id: UUID
    stage: str
    agreement: str
    scopes: tuple[str, ...]
    occurred_on: date
    until_on: date | None = None


def _partnership(fact: PartnershipTold, uai: str, _: Envelope) -> State:
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


def _did(did: str) -> Say:
    def say(said: Said) -> str:
        if said.times > 1:
            return f"{did} {said.times}{NBSP}partenariats"
        return f"{did} un partenariat avec {said.company}"

    return say


@folded(PartnershipProposedV1, state=_partnership, says=_did("a ouvert"))
class PartnershipProposed(PartnershipTold):
    pass


@folded(PartnershipChangedV1, state=_partnership)
class PartnershipChanged(PartnershipTold):
    pass


@folded(PartnershipSignedV1, state=_partnership, says=_did("a signé"))
class PartnershipSigned(PartnershipTold):
    pass


@folded(PartnershipRenewedV1, state=_partnership, says=_did("a renouvelé"))
class PartnershipRenewed(PartnershipTold):
    pass


@folded(PartnershipEndedV1, state=_partnership, says=_did("a terminé"))
class PartnershipEnded(PartnershipTold):
    pass


def _action(fact: "ActionPlanned", uai: str, _: Envelope) -> State:
    held = fact if isinstance(fact, ActionHeld) else None
    over = "cancelled" if isinstance(fact, ActionCancelled) else "planned"
    row = {
        "uai": uai,
        "action_id": fact.action_id,
        "kind": fact.kind,
        "status": "held" if held else over,
        "planned_on": fact.planned_on,
        "pupils": held.pupils if held else 0,
        "accompanying": held.accompanying if held else 0,
        "partners": sorted(set(fact.partners)),
    }
    return "actions", (uai, fact.action_id), row


def _acted(did: str) -> Say:
    def say(said: Said) -> str:
        kind = _ACTIONS.get(said.details.get("kind", ""), "une action avec une entreprise")
        pupils = said.details.get("pupils")
        if pupils and said.times == 1:
            return f"{did} {kind} ({how_many(int(pupils), 'élève')})"
        return f"{did} {kind}"

    return say


@folded(ActionPlannedV1, state=_action, says=_acted("prévoit"), keeps=("kind",))
class ActionPlanned(Struct):
    action_id: UUID
    kind: str
    planned_on: date
    partners: tuple[str, ...]
    occurred_on: date


@folded(ActionCancelledV1, state=_action, says=_acted("a annulé"), keeps=("kind",))
class ActionCancelled(ActionPlanned):
    pass


def _axes(fact: "ActionAxesTotalled", uai: str, _: Envelope) -> State:
    return "axis_totals", (uai, fact.school_year), {"uai": uai, **structs.asdict(fact)}


@folded(ActionAxesTotalledV1, state=_axes, news=never)
class ActionAxesTotalled(Struct):
    """The actions themselves are the news."""

    school_year: str
    discovery: int
    initiative: int
    guidance: int


@folded(ActionHeldV1, state=_action, says=_acted("a mené"), keeps=("kind", "pupils", "partners"))
class ActionHeld(ActionPlanned):
    pupils: int
    accompanying: int
