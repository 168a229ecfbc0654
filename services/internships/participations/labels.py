"""Labels of where pupils stand for a period, and of exemptions."""

from collections.abc import Mapping

from services.internships.participations.model import ExemptionReason, PupilSituation

STANDINGS: Mapping[PupilSituation, tuple[str, str]] = {
    PupilSituation.WITHOUT: ("Sans lieu d’accueil", "warning"),
    PupilSituation.PROPOSED: ("Lieu d’accueil proposé", "info"),
    PupilSituation.COVERED: ("Lieu d’accueil confirmé", "success"),
    PupilSituation.EXEMPTED: ("Dispense", "neutral"),
    PupilSituation.LEFT: ("Sortie du lycée", "neutral"),
}


SHORT_STANDINGS: Mapping[PupilSituation, tuple[str, str]] = {
    PupilSituation.WITHOUT: ("Sans lieu", "warning"),
    PupilSituation.PROPOSED: ("Proposé", "info"),
    PupilSituation.COVERED: ("Confirmé", "success"),
    PupilSituation.EXEMPTED: ("Dispense", "neutral"),
    PupilSituation.LEFT: ("Sortie", "neutral"),
}
"""The same where a pupil is one line among many."""


EXEMPTIONS: Mapping[ExemptionReason, str] = {
    ExemptionReason.APPRENTICESHIP: "En apprentissage",
    ExemptionReason.MIXED_PATH: "Parcours mixte",
    ExemptionReason.ALREADY_VALIDATED: "Période déjà validée",
    ExemptionReason.HEAD_DECISION: "Décision du chef d’établissement",
}
