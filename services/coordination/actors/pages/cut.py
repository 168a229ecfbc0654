"""What an address asks of the directory: words, a kind, where an actor has to work and what for."""

from collections.abc import Mapping, Sequence

from fastapi import Request

from contracts.coordination.actors import ACTOR_KINDS, ActorKind
from contracts.coordination.training_offer import RomeCode
from services.chassis.reference.nomenclatures import commune_name
from services.chassis.reference.nomenclatures.towns import meant_by
from services.chassis.reference.nomenclatures.trades import trade_typed, understand_trade
from services.chassis.web.views.listing import Listing
from services.coordination.actors.model.perimeter import SECTORS
from services.coordination.actors.queries import ActorCut

DIRECTORY = "/annuaire"
ARCHIVED = "archives"
WORDS_MAX = 120
_NAMES = ("q", "nature", "commune", "metier", "secteur")


def listing_of(request: Request) -> Listing:
    """How the directory is filtered."""
    asked = request.query_params
    filters = {name: asked.get(name, "")[:WORDS_MAX] for name in _NAMES}
    kept = {"filtre": ARCHIVED} if asked.get("filtre") == ARCHIVED else {}
    return Listing(DIRECTORY, ("nom",), "", filters, kept)


def asked_cut(listing: Listing) -> ActorCut:
    """The cut of the directory that an address asks for; what nobody knows asks nothing."""
    asked = listing.filters
    trade = understand_trade(asked["metier"]).code if asked["metier"] else None
    return ActorCut(
        kind=next((one for one in ActorKind if one == asked["nature"]), None),
        commune=meant_by(asked["commune"]).commune,
        trade=RomeCode(trade) if trade else None,
        sector=asked["secteur"] if asked["secteur"] in SECTORS else None,
    )


def unknown_in(listing: Listing, cut: ActorCut) -> Mapping[str, bool]:
    """Which filters were typed and mean nothing."""
    asked = listing.filters
    return {
        "commune": bool(asked["commune"]) and cut.commune is None,
        "metier": bool(asked["metier"]) and cut.trade is None,
    }


def said_cut(listing: Listing, cut: ActorCut) -> Sequence[str]:
    """What the directory is kept to, a line each, for a file."""
    said = {
        "Nature": ACTOR_KINDS[cut.kind] if cut.kind else "",
        "Couvre": commune_name(cut.commune) or "" if cut.commune else "",
        "Métier": trade_typed(cut.trade),
        "Secteur": SECTORS[cut.sector] if cut.sector else "",
        "Mots": listing.filters["q"],
    }
    return [f"{name}\u00a0: {value}" for name, value in said.items() if value]
