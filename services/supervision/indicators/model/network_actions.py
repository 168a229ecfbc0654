"""How many actions are held with partners of the network, and with whom (actions avec le réseau)."""

from contracts.partnerships.actions import ActionPartner
from contracts.publication import FactFamily
from services.supervision.base.figures import Figure, Told, Unit, Untold
from services.supervision.indicators.model.indicator import Indicator, LyceeFacts, Theme

_SOURCES = ("ActionPlannedV1", "ActionHeldV1", "ActionCancelledV1")
_P = ActionPartner


def _share(facts: LyceeFacts) -> Told:
    if facts.held is None:
        return Untold.UNTOLD
    return Figure(facts.partnered, sum(facts.held.values()))


NETWORK_ACTIONS = Indicator(
    code="actions-avec-le-reseau",
    theme=Theme.ACTIONS,
    title="Actions menées avec un partenaire du réseau",
    definition=(
        "De l’année, par le jour où elles ont eu lieu. Partenaires\u202f: CLEE, campus des métiers, France Travail, "
        "chambres consulaires, Région, Préfecture, mission locale, OPCO, Greta, anciens élèves."
    ),
    numerator="Actions menées avec au moins un partenaire du réseau",
    denominator="actions menées",
    unit=Unit.PERCENT,
    family=FactFamily.EXCHANGES,
    sources=_SOURCES,
    measure=_share,
    of_any_day=True,
)


def _with(code: str, title: str, *partners: ActionPartner) -> Indicator:
    def measure(facts: LyceeFacts) -> Told:
        if facts.held is None:
            return Untold.UNTOLD
        return Figure(sum(facts.partners.get(one.value, 0) for one in partners))

    return Indicator(
        code=code,
        theme=Theme.ACTIONS,
        title=title,
        definition=(
            "De l’année, par le jour où elles ont eu lieu\u202f; une action de deux partenaires compte chez chacun."
        ),
        unit=Unit.COUNT,
        family=FactFamily.EXCHANGES,
        sources=_SOURCES,
        measure=measure,
        of_any_day=True,
    )


ACTIONS_BY_PARTNER = (
    _with("actions-clee", "Actions menées avec le CLEE", _P.CLEE),
    _with("actions-cmq", "Actions menées avec un campus des métiers", _P.CMQ),
    _with("actions-france-travail", "Actions menées avec France Travail", _P.FRANCE_TRAVAIL),
    _with("actions-chambres", "Actions menées avec une chambre consulaire", _P.CHAMBERS),
    _with("actions-region", "Actions menées avec la Région", _P.REGION),
    _with("actions-prefecture", "Actions menées avec la Préfecture", _P.PREFECTURE),
    _with("actions-mission-locale", "Actions menées avec la mission locale", _P.MISSION_LOCALE),
    _with("actions-opco", "Actions menées avec un OPCO", _P.OPCO),
    _with("actions-greta", "Actions menées avec le Greta", _P.GRETA),
    _with("actions-anciens-eleves", "Actions menées avec d’anciens élèves", _P.ALUMNI),
)
"""One for each partner an event tells."""
