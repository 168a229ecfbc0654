"""Labels of placements: states, origins, and why they end or are given up."""

from collections.abc import Mapping

from contracts.internships.periods import PlacementOrigin, WithdrawalReason
from contracts.internships.placements import EndReason
from services.internships.stays.model.states import PlacementStatus

STATUSES: Mapping[PlacementStatus, tuple[str, str]] = {
    PlacementStatus.PROPOSED: ("Proposé", "info"),
    PlacementStatus.CONFIRMED: ("Confirmé", "success"),
    PlacementStatus.IN_PROGRESS: ("En entreprise", "success"),
    PlacementStatus.COMPLETED: ("Terminé", "neutral"),
    PlacementStatus.INTERRUPTED: ("Rupture", "warning"),
    PlacementStatus.NO_SHOW: ("Jamais commencé", "warning"),
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


ENDS: Mapping[EndReason, str] = {
    EndReason.COMPANY: "L’entreprise",
    EndReason.SCHOOL: "Le lycée",
    EndReason.PUPIL: "L’élève",
    EndReason.OTHER: "Autre motif",
}
