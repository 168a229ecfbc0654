"""Codes as users read them, and the lists to choose from."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache
from typing import TypeVar

from contracts.partnerships import (
    Diffusion,
    InteractionKind,
    InteractionOutcome,
    InteractionPurpose,
    LegalForm,
)
from services.chassis.nomenclatures import communes
from services.partnerships.domain.import_plan import Verdict
from services.partnerships.domain.text import plain

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
VERDICTS: Mapping[Verdict, tuple[str, str]] = {
    Verdict.CREATED: ("Créée", "success"),
    Verdict.UPDATED: ("Mise à jour", "info"),
    Verdict.DUPLICATE: ("Doublon", "neutral"),
    Verdict.REJECTED: ("Rejetée", "error"),
}


def choices(labels: Mapping[Code, str]) -> Choices:
    """Values and labels of a list to choose from."""
    return [(code.value, label) for code, label in labels.items()]


def outcomes() -> Choices:
    """What may come of an exchange."""
    return [(code.value, label) for code, (label, _) in OUTCOMES.items()]


@cache
def commune_choices() -> Choices:
    """The communes of the department, by name."""
    return sorted(communes().items(), key=lambda item: plain(item[1]))
