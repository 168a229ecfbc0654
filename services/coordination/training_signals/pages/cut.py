"""What an address asks of the list of signals, and the same said in words."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeVar

from fastapi import Request

from contracts.coordination.training_offer import (
    RomeCode,
    SignalKind,
    SignalSource,
    SignalStrength,
)
from contracts.identifiers import Siren, Uai
from contracts.text_value import Identifier
from services.chassis.reference.nomenclatures.communities import communities
from services.chassis.reference.nomenclatures.trades import trade_typed, understand_trade
from services.chassis.web.views.french import date_short
from services.chassis.web.views.listing import Listing
from services.coordination.training_signals.labels import WITHDRAWN, territory_name
from services.coordination.training_signals.model import KINDS, SOURCES, STRENGTHS
from services.coordination.training_signals.queries import ORDERS, SignalCut

SIGNALS = "/signaux"
NEWEST_FIRST = "-dit"
WITHDRAWN_ONES = "retires"
WORDS_MAX = 120
_NAMES = (
    *("q", "metier", "territoire", "nature", "force", "provenance"),
    *("lycee_concerne", "du", "au"),
)
_Code = TypeVar("_Code", bound=Identifier)


def listing_of(request: Request) -> Listing:
    """How the list is sorted and filtered; the newest first unless something else is asked."""
    filters = {name: request.query_params.get(name, "")[:WORDS_MAX] for name in _NAMES}
    state = request.query_params.get("etat", "")
    kept = {"etat": state} if state == WITHDRAWN_ONES else {}
    return Listing(
        SIGNALS, tuple(ORDERS), request.query_params.get("tri") or NEWEST_FIRST, filters, kept
    )


def asked_cut(listing: Listing) -> SignalCut:
    """The cut of the signals that an address asks for; what nobody knows asks nothing."""
    asked = listing.filters
    territory = _code(Siren, asked["territoire"])
    return SignalCut(
        rome=trade_of(asked["metier"]),
        territory=territory if territory in communities() else None,
        kind=next((one for one in SignalKind if one == asked["nature"]), None),
        strength=next((one for one in SignalStrength if one == asked["force"]), None),
        source=next((one for one in SignalSource if one == asked["provenance"]), None),
        lycee=_code(Uai, asked["lycee_concerne"]),
        since=_day(asked["du"]),
        until=_day(asked["au"]),
        words=asked["q"],
        withdrawn="etat" in listing.kept,
    )


def trade_of(typed: str) -> RomeCode | None:
    """The one trade that words mean; None where none or several have them."""
    code = understand_trade(typed).code if typed else None
    return RomeCode(code) if code else None


def said_cut(cut: SignalCut, names: Mapping[str, str]) -> Sequence[str]:
    """What a list is kept to, a line each, for a file."""
    said = {
        "État": WITHDRAWN if cut.withdrawn else "",
        "Métier": trade_typed(cut.rome),
        "Territoire": territory_name(cut.territory) if cut.territory else "",
        "Nature": KINDS[cut.kind] if cut.kind else "",
        "Force": STRENGTHS[cut.strength] if cut.strength else "",
        "Provenance": SOURCES[cut.source] if cut.source else "",
        "Bureau": names.get(cut.lycee, cut.lycee) if cut.lycee else "",
        "Dit à partir du": date_short(cut.since) if cut.since else "",
        "Dit jusqu’au": date_short(cut.until) if cut.until else "",
        "Mots": cut.words,
    }
    return [f"{name}\u00a0: {value}" for name, value in said.items() if value]


def _code(kind: type[_Code], text: str) -> _Code | None:
    try:
        return kind(text) if text else None
    except ValueError:
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
