"""Labels of where pupils stand for a period, and of exemptions."""

from collections.abc import Mapping

from services.internships.participations.model.participation import ExemptionReason
from services.internships.participations.model.standing import Standing

STANDINGS: Mapping[Standing, tuple[str, str]] = {
    Standing.WITHOUT: ("Sans lieu d’accueil", "warning"),
    Standing.PROPOSED: ("Lieu d’accueil proposé", "info"),
    Standing.COVERED: ("Lieu d’accueil confirmé", "success"),
    Standing.EXEMPTED: ("Dispense", "neutral"),
    Standing.LEFT: ("Sortie du lycée", "neutral"),
}


SHORT_STANDINGS: Mapping[Standing, tuple[str, str]] = {
    Standing.WITHOUT: ("Sans lieu", "warning"),
    Standing.PROPOSED: ("Proposé", "info"),
    Standing.COVERED: ("Confirmé", "success"),
    Standing.EXEMPTED: ("Dispense", "neutral"),
    Standing.LEFT: ("Sortie", "neutral"),
}
"""The same where a pupil is one line among many."""


EXEMPTIONS: Mapping[ExemptionReason, str] = {
    ExemptionReason.APPRENTICESHIP: "En apprentissage",
    ExemptionReason.MIXED_PATH: "Parcours mixte",
    ExemptionReason.ALREADY_VALIDATED: "Période déjà validée",
    ExemptionReason.HEAD_DECISION: "Décision du chef d’établissement",
}
