"""Labels of the reasons to go past a rule."""

from collections.abc import Mapping

from services.internships.overrides.model import OverrideReason

OVERRIDES: Mapping[OverrideReason, str] = {
    OverrideReason.AGREED_WITH_HOST: "Vu avec l’entreprise",
    OverrideReason.IN_AGREEMENT: "Prévu dans la convention",
    OverrideReason.AUTHORISED: "Autorisation ou dérogation obtenue",
    OverrideReason.HEAD_DECISION: "Décision du chef d’établissement",
}
