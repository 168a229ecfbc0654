"""What was granted to pupils whose place is far away (aides à la mobilité)."""

from contracts.publication import FactFamily
from services.supervision.domain.indicators.measuring import Figure, Indicator, Theme, Unit

_SOURCES = ("MobilityAidTotalledV1",)

MOBILITY_PUPILS = Indicator(
    code="aides-mobilite-eleves",
    theme=Theme.AIDS,
    title="Élèves aidés pour leur mobilité",
    definition="Aides accordées dans l’année.",
    unit=Unit.COUNT,
    family=FactFamily.COVERAGE,
    sources=_SOURCES,
    measure=lambda facts: Figure(facts.mobility_pupils),
)
MOBILITY_EUROS = Indicator(
    code="aides-mobilite-montant",
    theme=Theme.AIDS,
    title="Aides à la mobilité",
    definition="Montant accordé dans l’année.",
    unit=Unit.EUROS,
    family=FactFamily.COVERAGE,
    sources=_SOURCES,
    measure=lambda facts: Figure(facts.mobility_euros),
)
