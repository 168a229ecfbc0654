"""Words of exchanges with actors as users read them."""

from collections.abc import Mapping, Sequence
from typing import Any

from contracts.coordination.actors import ActorPurpose
from contracts.partnerships.companies import InteractionKind

KINDS: Mapping[InteractionKind, str] = {
    InteractionKind.CALL: "Appel",
    InteractionKind.MAIL: "Courriel",
    InteractionKind.MEETING: "Rendez-vous",
    InteractionKind.VISIT: "Visite",
}
PURPOSES: Mapping[ActorPurpose, str] = {
    ActorPurpose.PROJECT: "Projet commun",
    ActorPurpose.COMPANIES: "Entreprises à mettre en relation",
    ActorPurpose.EVENT: "Événement",
    ActorPurpose.TRAINING_OFFER: "Offre de formation",
    ActorPurpose.AGREEMENT: "Convention",
    ActorPurpose.OTHER: "Autre",
}


def choices(labels: Mapping[Any, str]) -> Sequence[tuple[str, str]]:
    """What a form offers."""
    return [(value.value, label) for value, label in labels.items()]
