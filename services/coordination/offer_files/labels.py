"""Words of files of the training offer as users read them, each state with its colour."""

from collections.abc import Mapping, Sequence
from typing import Any

from contracts.coordination.offer_files import (
    OfferBody,
    OfferChange,
    OfferCorrection,
    OfferOpinion,
    OfferStage,
    OfferState,
)
from contracts.identifiers import SchoolYear
from services.coordination.offer_files.model.states import OfferAction
from services.coordination.training_signals.model import KINDS, STRENGTHS

Badge = tuple[str, str]

CHANGES: Mapping[OfferChange, str] = {
    OfferChange.OPENING_NET: "Ouverture nette",
    OfferChange.OPENING_OFFSET: "Ouverture par compensation",
    OfferChange.INCREASE_NET: "Augmentation nette",
    OfferChange.INCREASE_OFFSET: "Augmentation par compensation",
    OfferChange.DECREASE: "Diminution",
    OfferChange.CLOSING: "Fermeture",
    OfferChange.TRANSFER: "Transfert",
    OfferChange.COLOURING: "Coloration",
    OfferChange.ADJUSTMENT: "Ajustement",
}
STATES: Mapping[OfferState, Badge] = {
    OfferState.INCOMPLETE: ("Dossier incomplet", "warning"),
    OfferState.DRAFT: ("Brouillon", "neutral"),
    OfferState.PROPOSAL: ("Proposition", "info"),
    OfferState.COMPLETE: ("Dossier complet", "info"),
    OfferState.PROJECT: ("Projet de demande", "info"),
    OfferState.READY: ("Prêt pour le vote", "success"),
    OfferState.VALIDATED: ("Demande validée", "success"),
    OfferState.REFUSED: ("Demande refusée", "error"),
    OfferState.DELETED: ("Supprimée", "neutral"),
}
"""As they follow each other in a list."""
CORRECTIONS: Mapping[OfferCorrection, Badge] = {
    OfferCorrection.POSTPONED: ("Reportée", "warning"),
    OfferCorrection.CANCELLED: ("Annulée", "error"),
    OfferCorrection.CAPACITY: ("Capacité modifiée", "warning"),
}
ACTIONS: Mapping[OfferAction, str] = {
    OfferAction.PROPOSE: "Proposer",
    OfferAction.ASK_MORE: "Dossier incomplet",
    OfferAction.COMPLETE: "Dossier complet",
    OfferAction.PLAN: "Projet de demande",
    OfferAction.MAKE_READY: "Prêt pour le vote",
    OfferAction.VALIDATE: "Demande validée",
    OfferAction.REFUSE: "Demande refusée",
    OfferAction.RESUME: "Reprendre en proposition",
    OfferAction.POSTPONE: "Reporter à une autre rentrée",
    OfferAction.RESIZE: "Modifier la capacité",
    OfferAction.CANCEL: "Annuler la demande validée",
    OfferAction.DELETE: "Supprimer",
}
DONE: Mapping[OfferAction, str] = {
    **ACTIONS,
    OfferAction.PROPOSE: "Proposé",
    OfferAction.RESUME: "Repris en proposition",
    OfferAction.POSTPONE: "Reporté à une autre rentrée",
    OfferAction.RESIZE: "Capacité modifiée",
    OfferAction.CANCEL: "Demande validée annulée",
    OfferAction.DELETE: "Supprimé",
}
"""What is said of a move that was made."""
BODIES: Mapping[OfferBody, str] = {
    OfferBody.COUNCIL: "Conseil d’administration",
    OfferBody.CLEE: "CLEE",
    OfferBody.CSA: "CSA",
    OfferBody.CDEN: "CDEN",
    OfferBody.CAEN: "CAEN",
    OfferBody.REGION: "Vote de la Région",
    OfferBody.WORKING_GROUP: "Groupe de travail",
    OfferBody.OTHER: "Autre instance",
}
STAGES: Mapping[OfferStage, str] = {
    OfferStage.PRIOR: "Préalable",
    OfferStage.ADVISORY: "Consultatif",
    OfferStage.FINAL: "Final",
}
OPINIONS: Mapping[OfferOpinion, Badge] = {
    OfferOpinion.FAVOURABLE: ("Favorable", "success"),
    OfferOpinion.UNFAVOURABLE: ("Défavorable", "error"),
    OfferOpinion.RESERVED: ("Réservé", "warning"),
}
YEARS_AHEAD = 4


def rentree(year: SchoolYear) -> str:
    """How a year of effect is said: « rentrée 2027 »."""
    return f"rentrée\u00a0{year[:4]}"


def year_choices(today_year: SchoolYear, *known: SchoolYear) -> Sequence[tuple[str, str]]:
    """The years a file may take effect in: this one, those after, and those that are known."""
    first = int(today_year[:4])
    years = {SchoolYear(f"{year}-{year + 1}") for year in range(first, first + YEARS_AHEAD + 1)}
    return [(one, f"Rentrée {one[:4]}") for one in sorted(years | set(known))]


def choices(words: Mapping[Any, str | Badge]) -> Sequence[tuple[str, str]]:
    """What a form offers."""
    return [
        (value.value, word if isinstance(word, str) else word[0]) for value, word in words.items()
    ]


def labels() -> Mapping[str, Any]:
    """The words of every page of files."""
    return {
        "changes": CHANGES,
        "states": STATES,
        "corrections": CORRECTIONS,
        "done": DONE,
        "bodies": BODIES,
        "stages": STAGES,
        "opinion_words": OPINIONS,
        "signal_kinds": KINDS,
        "strengths": STRENGTHS,
        "rentree": rentree,
    }
