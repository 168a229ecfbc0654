"""Codes as users read them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from contracts.internships import PlacementOrigin, WithdrawalReason
from services.internships.domain.coverage import Standing
from services.internships.domain.participation import ExemptionReason
from services.internships.domain.placement import PlacementStatus

STANDINGS: Mapping[Standing, tuple[str, str]] = {
    Standing.WITHOUT: ("Sans lieu d’accueil", "warning"),
    Standing.PROPOSED: ("Lieu d’accueil proposé", "info"),
    Standing.COVERED: ("Lieu d’accueil confirmé", "success"),
    Standing.EXEMPTED: ("Dispense", "neutral"),
    Standing.LEFT: ("Sortie du lycée", "neutral"),
}
STATUSES: Mapping[PlacementStatus, tuple[str, str]] = {
    PlacementStatus.PROPOSED: ("Proposé", "info"),
    PlacementStatus.CONFIRMED: ("Confirmé", "success"),
    PlacementStatus.WITHDRAWN: ("Retiré", "neutral"),
}
ORIGINS: Mapping[PlacementOrigin, str] = {
    PlacementOrigin.OFFICE: "Le bureau des entreprises",
    PlacementOrigin.TEACHER: "Une personne de l’équipe enseignante",
    PlacementOrigin.PUPIL: "L’élève",
    PlacementOrigin.FAMILY: "La famille",
    PlacementOrigin.OFFER: "Une offre de l’entreprise",
}
WITHDRAWALS: Mapping[WithdrawalReason, str] = {
    WithdrawalReason.HOST: "L’entreprise ne peut plus accueillir",
    WithdrawalReason.PUPIL: "L’élève renonce ou est parti",
    WithdrawalReason.LYCEE: "Le lycée renonce",
    WithdrawalReason.REPLACED: "Un autre lieu d’accueil le remplace",
    WithdrawalReason.MISTAKE: "Erreur de saisie",
    WithdrawalReason.OTHER: "Autre motif",
}
EXEMPTIONS: Mapping[ExemptionReason, str] = {
    ExemptionReason.APPRENTICESHIP: "En apprentissage",
    ExemptionReason.MIXED_PATH: "Parcours mixte",
    ExemptionReason.ALREADY_VALIDATED: "Période déjà validée",
    ExemptionReason.HEAD_DECISION: "Décision du chef d’établissement",
}


Code = TypeVar("Code", bound=StrEnum)


def choices(labels: Mapping[Code, str]) -> list[tuple[str, str]]:
    """Values and labels of a list to choose from."""
    return [(code.value, label) for code, label in labels.items()]
