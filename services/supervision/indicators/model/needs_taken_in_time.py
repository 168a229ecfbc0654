"""How many needs somebody took in charge within five working days (besoins pris en charge à temps)."""

from services.supervision.base.figures import Figure, Told, Unit, Untold
from services.supervision.indicators.model.indicator import Indicator, LyceeFacts, Theme, of_dues
from services.supervision.indicators.model.needs_received import SOURCES
from services.supervision.network_dues.model import DueFacts


def _in_time(dues: DueFacts) -> Told:
    if isinstance(dues.needs, Untold):
        return dues.needs
    return Figure(dues.taken_in_time, dues.to_judge)


def _of_lycee(facts: LyceeFacts) -> Told:
    return _in_time(facts.dues)


NEEDS_TAKEN_IN_TIME = Indicator(
    code="besoins-pris-a-temps",
    theme=Theme.NEEDS,
    title="Besoins pris en charge en cinq jours ouvrés",
    definition=(
        "Jours ouvrés depuis l’arrivée du besoin. Un besoin dont le délai court encore n’est pas compté. D’un "
        "lycée\u202f: ceux qu’il a pris, et ceux qui attendent chez lui au-delà du délai sans que personne les ait pris."
    ),
    numerator="Besoins de l’année pris en charge en cinq jours ouvrés au plus",
    denominator="besoins pris en charge, ou que personne n’a pris avant la fin du délai",
    unit=Unit.PERCENT,
    family=None,
    sources=SOURCES,
    measure=_of_lycee,
    of_department=of_dues(_in_time),
)
