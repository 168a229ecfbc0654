"""How many places were at a host the lycée had never sent anybody to (nouveaux lieux d’accueil)."""

from contracts.publication import FactFamily
from services.supervision.base.figures import Figure, Unit
from services.supervision.indicators.model.indicator import Indicator, LyceeFacts, Theme


def _measure(facts: LyceeFacts) -> Figure:
    return Figure(facts.new_hosts, sum(facts.confirmed.values()))


NEW_HOSTS = Indicator(
    code="nouveaux-lieux",
    theme=Theme.PLACES,
    title="Lieux d’accueil chez un hôte nouveau",
    definition="Parmi les lieux confirmés dans l’année, y compris ceux qui ont été perdus ensuite.",
    numerator="Lieux confirmés chez un hôte nouveau pour le lycée",
    denominator="lieux confirmés",
    unit=Unit.PERCENT,
    family=FactFamily.PLACEMENTS,
    sources=("PlacementConfirmedV1",),
    measure=_measure,
    of_any_day=True,
)
