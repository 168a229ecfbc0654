"""Words of big accounts as users read them."""

from collections.abc import Mapping, Sequence
from typing import Any

from contracts.coordination.accounts import AccountOutcome, AccountReason, AccountSubject
from services.coordination.accounts.model import AccountState

REASONS: Mapping[AccountReason, str] = {
    AccountReason.LEAD: "Être chef de file, quand un autre bureau l’est",
    AccountReason.SEVERAL: "Plusieurs lycées sollicitent l’entreprise en même temps",
    AccountReason.PLACES: "Deux lycées veulent les mêmes places",
    AccountReason.COMPANY: "L’entreprise demande un seul interlocuteur",
    AccountReason.OTHER: "Autre raison",
}
OUTCOMES: Mapping[AccountOutcome, str] = {
    AccountOutcome.LEAD: "Un lycée chef de file",
    AccountOutcome.SHARED: "Pas de chef de file, un plan partagé",
    AccountOutcome.SPLIT: "Un lycée par sujet",
}
SUBJECTS: Mapping[AccountSubject, str] = {
    AccountSubject.PLACES: "Places de PFMP",
    AccountSubject.APPRENTICESHIP: "Apprentissage",
    AccountSubject.TAX: "Taxe d’apprentissage",
    AccountSubject.ACTIONS: "Interventions et visites",
    AccountSubject.EQUIPMENT: "Matériel",
    AccountSubject.RECRUITMENT: "Recrutement de diplômés",
}
STATES: Mapping[AccountState, tuple[str, str]] = {
    AccountState.WAITING: ("Arbitrage à rendre", "warning"),
    AccountState.REVIEW: ("À revoir", "warning"),
    AccountState.DECIDED: ("Arbitrage rendu", "success"),
    AccountState.OPEN: ("Sans arbitrage", "neutral"),
}


def choices(labels: Mapping[Any, str]) -> Sequence[tuple[str, str]]:
    """What a form offers."""
    return [(value.value, label) for value, label in labels.items()]


def labels() -> Mapping[str, Any]:
    """The words of every page of big accounts."""
    return {"reasons": REASONS, "outcomes": OUTCOMES, "subjects": SUBJECTS, "states": STATES}
