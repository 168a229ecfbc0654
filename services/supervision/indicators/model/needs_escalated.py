"""How many needs nobody took in charge in time (besoins remontés)."""

from services.supervision.base.figures import Figure, Told, Unit, Untold
from services.supervision.indicators.model.indicator import Indicator, LyceeFacts, Theme, of_dues
from services.supervision.indicators.model.needs_received import SOURCES
from services.supervision.network_dues.model import DueFacts


def _escalated(dues: DueFacts) -> Told:
    return dues.needs if isinstance(dues.needs, Untold) else Figure(dues.escalated)


def _of_lycee(facts: LyceeFacts) -> Told:
    return _escalated(facts.dues)


NEEDS_ESCALATED = Indicator(
    code="besoins-remontes",
    theme=Theme.NEEDS,
    title="Besoins que personne n’a pris en charge à temps",
    definition=(
        "Besoins de l’année dits à la supervision parce que personne ne les avait pris en charge en cinq jours "
        "ouvrés, quoi qu’ils soient devenus. D’un lycée\u202f: ceux qui attendaient chez lui ce jour-là\u202f; un besoin qui "
        "attendait chez plusieurs compte chez chacun, et une fois au département."
    ),
    unit=Unit.COUNT,
    family=None,
    sources=SOURCES,
    measure=_of_lycee,
    of_department=of_dues(_escalated),
)
