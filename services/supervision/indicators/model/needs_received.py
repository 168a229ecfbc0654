"""How many companies’ needs reached the network, or a bureau (besoins d’entreprises reçus)."""

from services.supervision.base.figures import Told, Unit, figure
from services.supervision.indicators.model.indicator import Indicator, LyceeFacts, Theme, of_dues
from services.supervision.network_dues.model import DueFacts

SOURCES = ("NetworkDueStatedV1",)


def _received(dues: DueFacts) -> Told:
    return figure(dues.needs)


def _of_lycee(facts: LyceeFacts) -> Told:
    return _received(facts.dues)


NEEDS_RECEIVED = Indicator(
    code="besoins-recus",
    theme=Theme.NEEDS,
    title="Besoins d’entreprises reçus",
    definition=(
        "Besoins arrivés dans l’année, sans ceux mis de côté. D’un lycée\u202f: ceux qui lui ont été transmis et ne lui ont "
        "pas été repris\u202f; un besoin transmis à plusieurs compte chez chacun, et une fois au département."
    ),
    unit=Unit.COUNT,
    family=None,
    sources=SOURCES,
    measure=_of_lycee,
    of_department=of_dues(_received),
)
