"""Codes as users read them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from contracts.internships.follow_up import ContactKind, ReportLevel
from contracts.internships.periods import PlacementOrigin, WithdrawalReason
from contracts.internships.placements import EndReason
from services.internships.domain.class_calendar import CalendarState
from services.internships.domain.coverage import Standing
from services.internships.domain.follow_up import Step
from services.internships.domain.override import OverrideReason
from services.internships.domain.participation import ExemptionReason
from services.internships.domain.placement_states import PlacementStatus
from services.internships.domain.watching import Late

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
CALENDARS: Mapping[CalendarState, tuple[str, str]] = {
    CalendarState.TO_CHECK: ("À vérifier", "warning"),
    CalendarState.DEFINED: ("Périodes définies", "success"),
    CalendarState.NONE_EXPECTED: ("Aucune PFMP prévue", "neutral"),
}
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
OVERRIDES: Mapping[OverrideReason, str] = {
    OverrideReason.AGREED_WITH_HOST: "Vu avec l’entreprise",
    OverrideReason.IN_AGREEMENT: "Prévu dans la convention",
    OverrideReason.AUTHORISED: "Autorisation ou dérogation obtenue",
    OverrideReason.HEAD_DECISION: "Décision du chef d’établissement",
}
EXEMPTIONS: Mapping[ExemptionReason, str] = {
    ExemptionReason.APPRENTICESHIP: "En apprentissage",
    ExemptionReason.MIXED_PATH: "Parcours mixte",
    ExemptionReason.ALREADY_VALIDATED: "Période déjà validée",
    ExemptionReason.HEAD_DECISION: "Décision du chef d’établissement",
}
CONTACT_KINDS: Mapping[ContactKind, str] = {
    ContactKind.VISIT: "Visite",
    ContactKind.CALL: "Appel",
    ContactKind.VIDEO: "Visioconférence",
    ContactKind.MAIL: "Courriel",
}
LEVELS: Mapping[ReportLevel, tuple[str, str]] = {
    ReportLevel.NONE: ("Tout va bien", "success"),
    ReportLevel.VIGILANCE: ("Vigilance", "info"),
    ReportLevel.PROBLEM: ("Problème", "warning"),
    ReportLevel.URGENT: ("Urgent", "error"),
}
STEPS: Mapping[Step, str] = {
    Step.FAMILY_TOLD: "La famille est prévenue",
    Step.HEAD_TOLD: "La direction du lycée est prévenue",
    Step.HOST_DECLARED: "L’entreprise l’a déclaré à la CPAM, sous 48 heures",
    Step.COPY_RECEIVED: "Le lycée a la copie de la déclaration",
}
LATE: Mapping[Late, tuple[str, str]] = {
    Late.CONTACT: ("Aucun contact depuis le départ", "warning"),
    Late.VISIT: ("Pas de visite avant la fin", "warning"),
    Late.ALERT: ("Alerte ouverte", "error"),
}


Code = TypeVar("Code", bound=StrEnum)


def choices(labels: Mapping[Code, str]) -> list[tuple[str, str]]:
    """Values and labels of a list to choose from."""
    return [(code.value, label) for code, label in labels.items()]


AUDITED = {
    "see-pupil": "fiche de l’élève",
    "see-pupils": "liste d’élèves",
    "print-agreements": "conventions imprimées",
    "see-placement": "lieu d’accueil de l’élève",
    "export-pupils": "liste emportée",
    "answer-pupil": "accès demandé par l’élève",
    "erase-pupil": "effacement",
    "manage-pupils": "sortie ou retour",
    "print-pupil-link": "lien personnel imprimé",
    "give-link": "lien personnel remis ou fermé",
    "note-follow-up": "visite, contact ou alerte",
    "assign-referents": "enseignant référent choisi",
    "manage-placements": "lieu d’accueil ou dispense",
    "note-attestations": "attestation notée ou annulée",
    "override-rule": "règle passée outre, ou de nouveau signalée",
    "manage-agreements": "convention",
    "manage-aids": "aide à la mobilité",
    "manage-approaches": "démarche auprès d’une entreprise",
    "mark-refusal": "refus signalé à la direction",
}
"""Actions of the register of accesses, as a head reads them."""
