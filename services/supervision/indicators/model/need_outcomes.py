"""What came of the needs that were answered (issue des besoins)."""

from contracts.coordination.needs import NeedOutcome
from services.supervision.base.figures import Figure, Told, Unit, Untold
from services.supervision.indicators.model.indicator import Indicator, LyceeFacts, Theme, of_dues
from services.supervision.indicators.model.needs_received import SOURCES
from services.supervision.network_dues.model import DueFacts


def _outcome(code: str, title: str, outcome: NeedOutcome) -> Indicator:
    def share(dues: DueFacts) -> Told:
        if isinstance(dues.needs, Untold):
            return dues.needs
        return Figure(dues.outcomes.get(outcome.value, 0), sum(dues.outcomes.values()))

    def of_lycee(facts: LyceeFacts) -> Told:
        return share(facts.dues)

    return Indicator(
        code=code,
        theme=Theme.NEEDS,
        title=title,
        definition=(
            "Parmi les besoins arrivés dans l’année. Du département\u202f: l’issue dite à l’entreprise. D’un lycée\u202f: "
            "ce qu’il a répondu lui-même, sauf qu’un besoin n’était pas pour lui."
        ),
        numerator=f"Besoins répondus\u202f: {title.lower()}",
        denominator="besoins répondus",
        unit=Unit.PERCENT,
        family=None,
        sources=SOURCES,
        measure=of_lycee,
        of_department=of_dues(share),
    )


NEEDS_HELPED = _outcome("besoins-aides", "Entreprises aidées", NeedOutcome.HELPED)
NEEDS_WITHOUT_SOLUTION = _outcome(
    "besoins-sans-solution", "Besoins sans solution", NeedOutcome.NO_SOLUTION
)
NEEDS_UNREACHABLE = _outcome(
    "besoins-injoignables", "Entreprises injoignables", NeedOutcome.UNREACHABLE
)
