"""Words of training signals as users read them."""

from collections.abc import Mapping, Sequence
from typing import Any

from contracts.coordination.training_offer import SignalStrength
from services.chassis.reference.nomenclatures.communities import community_choices, community_name
from services.chassis.reference.nomenclatures.trades import trade_label
from services.coordination.training_signals.model import KINDS, SOURCES, STRENGTHS

SHORT_STRENGTHS: Mapping[SignalStrength, tuple[str, str]] = {
    SignalStrength.ISOLATED: ("Isolé", "neutral"),
    SignalStrength.REPEATED: ("Répété", "info"),
    SignalStrength.LASTING: ("Durable", "warning"),
}
WHOLE_DEPARTMENT = "Tout le département"
WITHDRAWN = "Retiré"


def choices(labels: Mapping[Any, str]) -> Sequence[tuple[str, str]]:
    """What a form offers."""
    return [(value.value, label) for value, label in labels.items()]


def trade_name(code: str) -> str:
    """The label of a trade, or its code where the nomenclature has it no more."""
    return trade_label(code) or code


def territory_name(code: str | None) -> str:
    """How a territory is called; without one it is the whole department."""
    return (community_name(code) or code) if code else WHOLE_DEPARTMENT


def labels() -> Mapping[str, Any]:
    """The words of every page of signals."""
    return {
        "kinds": KINDS,
        "strengths": STRENGTHS,
        "short_strengths": SHORT_STRENGTHS,
        "sources": SOURCES,
        "trade_name": trade_name,
        "territory_name": territory_name,
        "withdrawn_label": WITHDRAWN,
    }


def offered() -> Mapping[str, Any]:
    """What filters and forms offer."""
    return {
        "kind_choices": choices(KINDS),
        "strength_choices": choices(STRENGTHS),
        "source_choices": choices(SOURCES),
        "territory_choices": community_choices(),
    }
