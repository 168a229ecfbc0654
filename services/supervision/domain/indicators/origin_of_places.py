"""Who found the places that were confirmed (origine des lieux d’accueil)."""

from contracts.internships.periods import PlacementOrigin
from contracts.publication import FactFamily
from services.supervision.domain.indicators.measuring import (
    Figure,
    Indicator,
    LyceeFacts,
    Theme,
    Unit,
)


def _found(code: str, by: str, *origins: PlacementOrigin) -> Indicator:
    def measure(facts: LyceeFacts) -> Figure:
        found = sum(facts.confirmed.get(origin, 0) for origin in origins)
        return Figure(found, sum(facts.confirmed.values()))

    return Indicator(
        code=code,
        theme=Theme.PLACES,
        title=f"Lieux d’accueil trouvés par {by}",
        definition="Parmi les lieux confirmés dans l’année, y compris ceux qui ont été perdus ensuite.",
        numerator=f"Lieux confirmés, trouvés par {by}",
        denominator="lieux confirmés",
        unit=Unit.PERCENT,
        family=FactFamily.PLACEMENTS,
        sources=("PlacementConfirmedV1",),
        measure=measure,
        of_any_day=True,
    )


FOUND_BY_OFFICE = _found(
    "lieux-du-bureau", "le bureau", PlacementOrigin.OFFICE, PlacementOrigin.OFFER
)
FOUND_BY_TEACHER = _found("lieux-des-enseignants", "un enseignant", PlacementOrigin.TEACHER)
FOUND_BY_PUPIL = _found(
    "lieux-des-eleves", "l’élève ou sa famille", PlacementOrigin.PUPIL, PlacementOrigin.FAMILY
)
