"""How many active partnerships have an agreement that holds (partenariats sous convention)."""

from contracts.publication import FactFamily
from services.supervision.domain.indicators.active_partnerships import PARTNERSHIP_EVENTS
from services.supervision.domain.indicators.measuring import Figure, Indicator, Theme, Unit

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
    measure=lambda facts: Figure(facts.partnerships_under_agreement, facts.partnerships_active),
    of_today=True,
)
