"""Kinds of actors as users choose them."""

from collections.abc import Sequence

from contracts.words import plain
from services.coordination.actors.model import LABELS

Choices = Sequence[tuple[str, str]]


def kind_choices() -> Choices:
    """The kinds of actors, by name."""
    return sorted(
        ((kind.value, label) for kind, label in LABELS.items()), key=lambda item: plain(item[1])
    )
