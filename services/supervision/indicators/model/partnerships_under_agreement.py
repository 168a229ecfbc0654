"""How many active partnerships have an agreement that holds (partenariats sous convention)."""

from contracts.publication import FactFamily
from services.supervision.base.figures import Figure, Told, Unit, Untold
from services.supervision.indicators.model.active_partnerships import PARTNERSHIP_EVENTS
from services.supervision.indicators.model.indicator import Indicator, LyceeFacts, Theme


def _measure(facts: LyceeFacts) -> Told:
    active = facts.partnerships_active
    if isinstance(active, Untold):
        return active
    return Figure(facts.partnerships_under_agreement, active)


PARTNERSHIPS_UNDER_AGREEMENT = Indicator(
    code="partenariats-sous-convention",
    theme=Theme.PARTNERS,
    title="Partenariats sous convention",
    definition="À ce jour.",
    numerator="Partenariats actifs dont la convention est signée et n’est pas échue",
    denominator="partenariats actifs",
    unit=Unit.PERCENT,
    family=FactFamily.COMPANIES,
    sources=PARTNERSHIP_EVENTS,
    measure=_measure,
    of_today=True,
)
