"""How many partnerships with companies are alive (partenariats actifs)."""

from contracts.publication import FactFamily
from services.supervision.base.figures import Unit, figure
from services.supervision.indicators.model.indicator import Indicator, Theme

PARTNERSHIP_EVENTS = (
    *("PartnershipProposedV1", "PartnershipChangedV1", "PartnershipSignedV1"),
    *("PartnershipRenewedV1", "PartnershipEndedV1"),
)

ACTIVE_PARTNERSHIPS = Indicator(
    code="partenariats-actifs",
    theme=Theme.PARTNERS,
    title="Partenariats actifs",
    definition="À ce jour, au stade «\u00a0actif\u00a0», avec ou sans convention.",
    unit=Unit.COUNT,
    family=FactFamily.COMPANIES,
    sources=PARTNERSHIP_EVENTS,
    measure=lambda facts: figure(facts.partnerships_active),
    of_today=True,
)
