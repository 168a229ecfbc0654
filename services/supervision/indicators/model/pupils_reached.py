"""How many pupils took part in actions (participations d’élèves)."""

from contracts.publication import FactFamily
from services.supervision.base.figures import Figure, Unit, Untold
from services.supervision.indicators.model.indicator import Indicator, Theme

PUPILS_REACHED = Indicator(
    code="participations-eleves",
    theme=Theme.ACTIONS,
    title="Participations d’élèves",
    definition="Aux actions menées de l’année\u00a0; un élève compte une fois par action.",
    unit=Unit.COUNT,
    family=FactFamily.EXCHANGES,
    sources=("ActionPlannedV1", "ActionHeldV1", "ActionCancelledV1"),
    measure=lambda facts: Untold.UNTOLD if facts.held is None else Figure(facts.participations),
    of_any_day=True,
)
