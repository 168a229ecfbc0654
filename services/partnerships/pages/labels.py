"""Codes as users read them, and the lists to choose from."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

from contracts.partnerships.companies import (
    Diffusion,
    InteractionKind,
    InteractionOutcome,
    InteractionPurpose,
    LegalForm,
)
from contracts.partnerships.pressure import NetworkRule
from services.partnerships.domain.import_plan import Verdict
from services.partnerships.domain.next_step import NextStepIn
from services.partnerships.domain.pause import PauseReason
from services.partnerships.domain.refusal import Refusal
from services.partnerships.queries.company_order import LastExchange, Lead

Choices = Sequence[tuple[str, str]]
Code = TypeVar("Code", bound=StrEnum)

LEGAL_FORMS: Mapping[LegalForm, str] = {
    LegalForm.UNKNOWN: "Je ne sais pas",
    LegalForm.COMPANY: "Société",
    LegalForm.ASSOCIATION: "Association",
    LegalForm.PUBLIC: "Établissement public ou collectivité",
    LegalForm.SOLE_TRADER: "Entrepreneur individuel",
}
DIFFUSIONS: Mapping[Diffusion, str] = {
    Diffusion.UNKNOWN: "Je ne sais pas",
    Diffusion.FULL: "Totale",
    Diffusion.PARTIAL: "Partielle (elle s’y oppose)",
}
KINDS: Mapping[InteractionKind, str] = {
    InteractionKind.CALL: "Appel",
    InteractionKind.MAIL: "Courriel",
    InteractionKind.MEETING: "Rendez-vous",
    InteractionKind.VISIT: "Visite",
}
PURPOSES: Mapping[InteractionPurpose, str] = {
    InteractionPurpose.PFMP: "PFMP",
    InteractionPurpose.PROSPECTING: "Prospection",
    InteractionPurpose.APPRENTICESHIP: "Apprentissage",
    InteractionPurpose.INTERVENTION: "Intervention au lycée",
    InteractionPurpose.TAX: "Taxe d’apprentissage",
    InteractionPurpose.OTHER: "Autre",
}
OUTCOMES: Mapping[InteractionOutcome, tuple[str, str]] = {
    InteractionOutcome.INTERESTED: ("Intéressée", "info"),
    InteractionOutcome.AGREED: ("D’accord", "success"),
    InteractionOutcome.TO_CALL_BACK: ("À rappeler", "warning"),
    InteractionOutcome.REFUSED: ("Refus", "error"),
    InteractionOutcome.NO_ANSWER: ("Pas de réponse", "neutral"),
    InteractionOutcome.NONE: ("Sans suite particulière", "neutral"),
}
REFUSALS: Mapping[Refusal, str] = {
    Refusal.MINOR: "N’accueille pas de mineurs",
    Refusal.CAPACITY: "N’a pas de place",
    Refusal.SEASON: "Ce n’est pas la saison",
    Refusal.MOBILITY: "Trop loin, ou sans transport",
    Refusal.TUTOR: "Personne pour encadrer",
    Refusal.TRADE: "Activité trop loin de la formation",
    Refusal.OTHER: "Autre raison",
}
NEXT_STEPS: Mapping[NextStepIn, str] = {
    NextStepIn.DAY: "Demain",
    NextStepIn.WEEK: "Dans une semaine",
    NextStepIn.MONTH: "Dans un mois",
}
RULES: Mapping[NetworkRule, tuple[str, str, str]] = {
    NetworkRule.COURTESY_DAYS: (
        "Délai de courtoisie",
        "jours",
        "Après une sollicitation, les autres lycées laissent le lieu en paix ce temps-là.",
    ),
}
"""What each rule is called, its unit, and what it means."""
PAUSE_REASONS: Mapping[PauseReason, str] = {
    PauseReason.ITS_WISH: "À la demande de l’entreprise",
    PauseReason.CAPACITY: "Plus de place en ce moment",
    PauseReason.CHANGE: "Déménagement, travaux, reprise",
    PauseReason.AGREEMENT: "Désaccord à régler",
    PauseReason.SAFETY: "Sécurité des élèves",
}
LAST_EXCHANGES: Mapping[LastExchange, str] = {
    LastExchange.NEVER: "Jamais",
    LastExchange.OVER_A_YEAR: "Plus d’un an",
    LastExchange.OVER_SIX_MONTHS: "Plus de six mois",
    LastExchange.THIS_MONTH: "Ces trente derniers jours",
}
LEADS: Mapping[Lead, str] = {
    Lead.OURS: "Notre bureau",
    Lead.OTHERS: "Un autre bureau",
    Lead.NOBODY: "Personne",
}
VIEW_COLUMNS: Mapping[str, str] = {
    "commune": "Commune",
    "activite": "Activité",
    "echange": "Dernier échange",
    "connue": "Connue de",
    "siren": "SIREN",
    "partenariat": "Partenariat",
    "chef": "Chef de file",
}
VIEW_ORDERS: Mapping[str, str] = {
    "nom": "Nom",
    "-nom": "Nom, de Z à A",
    "commune": "Commune",
    "-commune": "Commune, de Z à A",
    "echange": "Dernier échange, le plus ancien d’abord",
    "-echange": "Dernier échange, le plus récent d’abord",
}
VERDICTS: Mapping[Verdict, tuple[str, str]] = {
    Verdict.CREATED: ("Créée", "success"),
    Verdict.UPDATED: ("Mise à jour", "info"),
    Verdict.DUPLICATE: ("Doublon", "neutral"),
    Verdict.ASKED: ("À décider", "warning"),
    Verdict.REJECTED: ("Rejetée", "error"),
}
VERDICTS_ASKED: Mapping[str, Verdict] = {
    "creees": Verdict.CREATED,
    "mises-a-jour": Verdict.UPDATED,
    "doublons": Verdict.DUPLICATE,
    "a-decider": Verdict.ASKED,
    "rejetees": Verdict.REJECTED,
}
"""How addresses ask for the lines that become one thing."""


def choices(labels: Mapping[Code, str]) -> Choices:
    """Values and labels of a list to choose from."""
    return [(code.value, label) for code, label in labels.items()]


def outcomes() -> Choices:
    """What may come of an exchange."""
    return [(code.value, label) for code, (label, _) in OUTCOMES.items()]


AUDITED = {
    "see-contacts": "fiche de l’entreprise",
    "see-contact": "fiche du contact",
    "list-contacts": "liste de contacts",
    "find-contact": "trouvé par une recherche",
    "answer-contact": "accès demandé par le contact",
    "print-contact-link": "lien personnel imprimé",
    "manage-contacts": "correction, demande ou effacement",
    "export-contacts": "liste emportée",
}
"""Actions of the register of accesses, as a bureau reads them beside a contact."""
