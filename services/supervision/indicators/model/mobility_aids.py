"""What was granted to pupils whose place is far away (aides à la mobilité)."""

from contracts.publication import FactFamily
from services.supervision.base.figures import Unit, floor
from services.supervision.indicators.model.indicator import Indicator, Theme

_SOURCES = ("MobilityAidTotalledV1", "MobilityAidSuppressedV1")
STEPS = (
    "Le total avance de cinq élèves en cinq\u00a0: deux totaux qui se suivent diraient sinon ce qu’un seul a reçu. "
    "Il est donc d’au moins ce chiffre\u00a0; sous cinq élèves, il n’est pas dit."
)
"""Why the figures are floors; `contracts/small_totals.py` has the rule."""

MOBILITY_PUPILS = Indicator(
    code="aides-mobilite-eleves",
    theme=Theme.AIDS,
    title="Élèves aidés pour leur mobilité",
    definition=f"Aides accordées dans l’année. {STEPS}",
    unit=Unit.COUNT,
    family=FactFamily.COVERAGE,
    sources=_SOURCES,
    measure=lambda facts: floor(facts.mobility_pupils),
)
MOBILITY_EUROS = Indicator(
    code="aides-mobilite-montant",
    theme=Theme.AIDS,
    title="Aides à la mobilité",
    definition=f"Montant accordé dans l’année. {STEPS}",
    unit=Unit.EUROS,
    family=FactFamily.COVERAGE,
    sources=_SOURCES,
    measure=lambda facts: floor(facts.mobility_euros),
)
