"""How many agreements were signed by all before the pupil left (conventions signées avant le départ)."""

from contracts.publication import FactFamily
from services.supervision.base.figures import Figure, Unit
from services.supervision.indicators.model.indicator import Indicator, LyceeFacts, Theme

EVE = -1
"""Days after the departure: the day before."""


def _measure(facts: LyceeFacts) -> Figure:
    counts = facts.counts_on.get(EVE, ())
    return Figure(
        sum(one.agreement_signed for one in counts), sum(one.host_agreed for one in counts)
    )


SIGNED_BEFORE_DEPARTURE = Indicator(
    code="conventions-avant-depart",
    theme=Theme.PLACES,
    title="Conventions signées avant le départ",
    definition="Tel qu’on le savait la veille du départ au soir, pour les PFMP de l’année déjà commencées.",
    numerator="Conventions signées par tous",
    denominator="lieux d’accueil confirmés",
    unit=Unit.PERCENT,
    family=FactFamily.COVERAGE,
    sources=("PfmpPeriodPublishedV1", "CoverageChangedV1"),
    measure=_measure,
    of_any_day=True,
    by_period=True,
)
