"""How many requests for support bureaux made, and how long an answer took (demandes d’appui)."""

from services.supervision.base.figures import Figure, Told, Unit, Untold, figure
from services.supervision.indicators.model.indicator import Indicator, LyceeFacts, Theme, of_dues
from services.supervision.network_dues.model import DueFacts

_SOURCES = ("NetworkDueStatedV1",)


def _asked_by(facts: LyceeFacts) -> Told:
    return figure(facts.dues.requests)


def _answered_within(dues: DueFacts) -> Told | None:
    if isinstance(dues.requests, Untold):
        return dues.requests
    return None if dues.answered_within is None else Figure(dues.answered_within)


def _answered_of(facts: LyceeFacts) -> Told | None:
    return _answered_within(facts.dues)


SUPPORT_REQUESTS = Indicator(
    code="demandes-appui",
    theme=Theme.NETWORK,
    title="Demandes d’appui à la supervision",
    definition="Demandes faites dans l’année et non retirées par leur bureau.",
    unit=Unit.COUNT,
    family=None,
    sources=_SOURCES,
    measure=_asked_by,
)
SUPPORT_DELAY = Indicator(
    code="delai-appui",
    theme=Theme.NETWORK,
    title="Jours ouvrés jusqu’à la réponse à une demande d’appui",
    definition=(
        "Médiane des demandes de l’année qui ont leur réponse\u202f; celles qui attendent n’y sont pas. Du département\u202f: "
        "la médiane de toutes, et non celle des lycées."
    ),
    unit=Unit.DAYS,
    family=None,
    sources=_SOURCES,
    measure=_answered_of,
    of_department=of_dues(_answered_within),
    together="most",
)
