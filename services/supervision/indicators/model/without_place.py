"""How many pupils had no place some days before their departure, that day and after (élèves sans lieu)."""

from contracts.publication import FactFamily
from services.supervision.base.figures import Figure, Unit
from services.supervision.indicators.model.indicator import Indicator, LyceeFacts, Theme

BEFORE, THAT_DAY, AFTER = -15, 0, 7
"""Days after the departure."""


def _without(days: int, code: str, when: str) -> Indicator:
    def measure(facts: LyceeFacts) -> Figure:
        counts = facts.counts_on.get(days, ())
        return Figure(sum(one.without for one in counts), sum(one.expected for one in counts))

    return Indicator(
        code=code,
        theme=Theme.PLACES,
        title=f"Élèves sans lieu d’accueil {when}",
        definition=(
            "Tel qu’on le savait ce jour-là au soir, pour les PFMP de l’année où ce jour est passé\u00a0: "
            "une saisie tardive n’y change rien."
        ),
        numerator="Élèves attendus sans lieu d’accueil confirmé",
        denominator="élèves attendus",
        unit=Unit.PERCENT,
        family=FactFamily.COVERAGE,
        sources=("PfmpPeriodPublishedV1", "CoverageChangedV1"),
        measure=measure,
        of_any_day=True,
        by_period=True,
    )


WITHOUT_BEFORE = _without(BEFORE, "sans-lieu-j-15", "15 jours avant le départ")
WITHOUT_THAT_DAY = _without(THAT_DAY, "sans-lieu-j0", "le jour du départ")
WITHOUT_AFTER = _without(AFTER, "sans-lieu-j7", "7 jours après le départ")
