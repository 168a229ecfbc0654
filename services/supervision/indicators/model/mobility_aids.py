"""What was granted to pupils whose place is far away (aides à la mobilité)."""

from contracts.publication import FactFamily
from services.supervision.base.figures import Unit, figure
from services.supervision.indicators.model.indicator import Indicator, Theme

_SOURCES = ("MobilityAidTotalledV1", "MobilityAidSuppressedV1")

MOBILITY_PUPILS = Indicator(
    code="aides-mobilite-eleves",
    theme=Theme.AIDS,
    title="Élèves aidés pour leur mobilité",
    definition="Aides accordées dans l’année\u00a0; sous cinq élèves, le total n’est pas dit.",
    unit=Unit.COUNT,
    family=FactFamily.COVERAGE,
    sources=_SOURCES,
    measure=lambda facts: figure(facts.mobility_pupils),
)
MOBILITY_EUROS = Indicator(
    code="aides-mobilite-montant",
    theme=Theme.AIDS,
    title="Aides à la mobilité",
    definition="Montant accordé dans l’année\u00a0; sous cinq élèves, il n’est pas dit.",
    unit=Unit.EUROS,
    family=FactFamily.COVERAGE,
    sources=_SOURCES,
    measure=lambda facts: figure(facts.mobility_euros),
)
