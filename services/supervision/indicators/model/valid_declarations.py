"""How many declarations of regulated work hold (dérogations valides)."""

from contracts.publication import FactFamily
from services.supervision.base.figures import Unit, figure
from services.supervision.indicators.model.indicator import Indicator, Theme

VALID_DECLARATIONS = Indicator(
    code="derogations-valides",
    theme=Theme.PARTNERS,
    title="Déclarations de dérogation valides",
    definition="À ce jour, pour les travaux réglementés\u00a0: déposées, ni retirées ni échues.",
    unit=Unit.COUNT,
    family=FactFamily.COMPANIES,
    sources=(
        *("RegulatedWorkDeclarationFiledV1", "RegulatedWorkDeclarationExpiredV1"),
        *("RegulatedWorkDeclarationExpiryAnnouncedV1", "RegulatedWorkDeclarationWithdrawnV1"),
    ),
    measure=lambda facts: figure(facts.declarations),
    of_today=True,
)
