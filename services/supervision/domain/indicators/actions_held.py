"""How many actions with companies took place, of all kinds and of some (actions menées)."""

from contracts.partnerships.actions import ActionKind
from contracts.publication import FactFamily
from services.supervision.domain.indicators.measuring import (
    Figure,
    Indicator,
    LyceeFacts,
    Theme,
    Told,
    Unit,
    Untold,
)


def _held(code: str, title: str, definition: str, *kinds: ActionKind) -> Indicator:
    def measure(facts: LyceeFacts) -> Told:
        if facts.held is None:
            return Untold.UNTOLD
        return Figure(sum(facts.held.get(kind, 0) for kind in kinds or ActionKind))

    return Indicator(
        code=code,
        theme=Theme.ACTIONS,
        title=title,
        definition=definition,
        unit=Unit.COUNT,
        family=FactFamily.EXCHANGES,
        sources=("ActionPlannedV1", "ActionHeldV1", "ActionCancelledV1"),
        measure=measure,
        of_any_day=True,
    )


ACTIONS_HELD = _held(
    "actions-menees",
    "Actions menées",
    "De l’année, de tous genres, par le jour où elles étaient prévues.",
)
VISITS_HELD = _held(
    "visites-entreprises", "Visites d’entreprises menées", "De l’année.", ActionKind.VISIT
)
INTERVENTIONS_HELD = _held(
    "interventions-au-lycee",
    "Interventions d’entreprises au lycée",
    "De l’année.",
    ActionKind.INTERVENTION,
)
