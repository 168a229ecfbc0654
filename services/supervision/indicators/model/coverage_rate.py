"""How many of the pupils who left for a period had a place (taux de couverture)."""

from contracts.publication import FactFamily
from services.supervision.base.figures import Figure, Unit
from services.supervision.indicators.model.indicator import Indicator, LyceeFacts, Theme


def _measure(facts: LyceeFacts) -> Figure:
    begun = [
        cell.counts
        for cell in facts.cells
        if cell.counts and cell.starts_on and cell.starts_on <= facts.today
    ]
    expected = sum(counts.expected for counts in begun)
    return Figure(expected - sum(counts.without for counts in begun), expected)


COVERAGE_RATE = Indicator(
    code="taux-de-couverture",
    theme=Theme.PLACES,
    title="Taux de couverture des PFMP commencées",
    definition="Tel qu’il est connu le jour où il est lu, saisies tardives comprises. Un élève compte une fois par PFMP.",
    numerator="Élèves attendus qui ont un lieu d’accueil confirmé",
    denominator="élèves attendus (classes concernées, sans les dispensés ni ceux qui sont partis)",
    unit=Unit.PERCENT,
    family=FactFamily.COVERAGE,
    sources=("PfmpPeriodPublishedV1", "CoverageChangedV1"),
    measure=_measure,
    of_any_day=True,
    by_period=True,
)
