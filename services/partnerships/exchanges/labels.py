"""Kinds, purposes and outcomes of exchanges, as users read them."""

from collections.abc import Mapping

from contracts.partnerships.companies import InteractionKind, InteractionOutcome, InteractionPurpose
from services.partnerships.base.labels import Choices
from services.partnerships.exchanges.model import Refusal
from services.partnerships.tasks.model import NextStepIn

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


def outcomes() -> Choices:
    """What may come of an exchange."""
    return [(code.value, label) for code, (label, _) in OUTCOMES.items()]
