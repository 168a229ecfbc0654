"""Codes as users read them, and the lists to choose from."""

from collections.abc import Mapping, Sequence

from contracts.words import plain
from services.coordination.domain.actor import LABELS
from services.coordination.domain.news import NewsStatus

Choices = Sequence[tuple[str, str]]

STATUSES: Mapping[NewsStatus, tuple[str, str]] = {
    NewsStatus.PROPOSED: ("Proposée", "info"),
    NewsStatus.REFUSED: ("Refusée", "error"),
    NewsStatus.PUBLISHED: ("Publiée", "success"),
    NewsStatus.WITHDRAWN: ("Retirée", "warning"),
    NewsStatus.ERASED: ("Effacée", "neutral"),
}


def kind_choices() -> Choices:
    """The kinds of actors, by name."""
    return sorted(
        ((kind.value, label) for kind, label in LABELS.items()), key=lambda item: plain(item[1])
    )
