"""Kinds of actors as users choose them."""

from collections.abc import Sequence

from contracts.coordination.actors import ACTOR_KINDS
from contracts.words import plain

Choices = Sequence[tuple[str, str]]


def kind_choices() -> Choices:
    """The kinds of actors, by name."""
    return sorted(
        ((kind.value, label) for kind, label in ACTOR_KINDS.items()),
        key=lambda item: plain(item[1]),
    )
