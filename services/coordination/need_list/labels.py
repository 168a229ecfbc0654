"""Words of needs as users read them, each state with its colour."""

from collections.abc import Mapping, Sequence
from typing import Any

from contracts.coordination.needs import NeedDismissal, NeedKind, NeedOutcome, NeedSource
from services.coordination.need_list.model import Place
from services.coordination.needs.model.assignment import AssignmentStatus
from services.coordination.needs.model.states import NeedStatus

Badge = tuple[str, str]

KINDS: Mapping[NeedKind, str] = {
    NeedKind.PFMP: "Accueillir un élève en PFMP",
    NeedKind.APPRENTICE: "Trouver un apprenti",
    NeedKind.JOB: "Recruter",
    NeedKind.INTERVENTION: "Intervenir au lycée",
    NeedKind.TRAINING: "Former des salariés",
    NeedKind.VISIT: "Faire visiter l’entreprise",
    NeedKind.EQUIPMENT: "Donner ou prêter du matériel",
    NeedKind.OTHER: "Autre besoin",
}
SOURCES: Mapping[NeedSource, str] = {
    NeedSource.FORM: "Formulaire public",
    NeedSource.MAIL: "Courriel",
    NeedSource.PHONE: "Téléphone",
    NeedSource.MEETING: "Rencontre",
}
STATUSES: Mapping[NeedStatus, Badge] = {
    NeedStatus.UNVERIFIED: ("À vérifier", "neutral"),
    NeedStatus.RECEIVED: ("À qualifier", "warning"),
    NeedStatus.QUALIFIED: ("À transmettre", "warning"),
    NeedStatus.ROUTED: ("Transmis, pas encore pris", "info"),
    NeedStatus.TAKEN: ("Pris en charge", "info"),
    NeedStatus.ANSWERED: ("Répondu", "success"),
    NeedStatus.CLOSED: ("Clos", "neutral"),
    NeedStatus.DISMISSED: ("Écarté", "neutral"),
}
HELD: Mapping[AssignmentStatus, Badge] = {
    AssignmentStatus.ASKED: ("Pas encore pris", "warning"),
    AssignmentStatus.TAKEN: ("Pris en charge", "info"),
    AssignmentStatus.ANSWERED: ("Répondu", "success"),
    AssignmentStatus.RECALLED: ("Repris", "neutral"),
}
OUTCOMES: Mapping[NeedOutcome, str] = {
    NeedOutcome.HELPED: "Aidée",
    NeedOutcome.NO_SOLUTION: "Pas de solution",
    NeedOutcome.UNREACHABLE: "Injoignable",
    NeedOutcome.NOT_FOR_US: "Pas pour nous",
}
DISMISSALS: Mapping[NeedDismissal, str] = {
    NeedDismissal.SPAM: "Indésirable",
    NeedDismissal.DUPLICATE: "Double d’une autre demande",
    NeedDismissal.NO_NEED: "Pas un besoin",
}
PLACES: Mapping[Place, str] = {
    Place.TO_QUALIFY: "À qualifier",
    Place.TO_ROUTE: "À transmettre",
    Place.TO_TAKE: "À prendre en charge",
    Place.OURS: "En cours chez vous",
    Place.ROUTED: "Transmis, pas encore pris",
    Place.TAKEN: "Pris en charge",
    Place.WITH_OTHERS: "En attente ailleurs",
    Place.ANSWERED: "Répondus",
    Place.TO_VERIFY: "À vérifier",
    Place.DISMISSED: "Écartés",
    Place.CLOSED: "Clos",
}
"""The headings of the list, as they follow each other."""
LATE = "En retard"
TO_CLOSE = "À clore"
NAMELESS = "Besoin effacé"


def choices(labels: Mapping[Any, str]) -> Sequence[tuple[str, str]]:
    """What a form offers."""
    return [(value.value, label) for value, label in labels.items()]


def labels() -> Mapping[str, Any]:
    """The words of every page of needs."""
    return {
        "kinds": KINDS,
        "sources": SOURCES,
        "statuses": STATUSES,
        "held_labels": HELD,
        "outcomes": OUTCOMES,
        "dismissals": DISMISSALS,
        "places": PLACES,
        "nameless": NAMELESS,
    }
