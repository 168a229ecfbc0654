"""Which hosts to ask next for a pupil: those that suit, and that nobody has just asked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Generic, TypeVar

QUIET = timedelta(days=30)
"""How long a host is left alone once anybody asked it something."""
NEAR_KM = 30.0
SUGGESTED = 10
T = TypeVar("T")


@dataclass(frozen=True)
class Suggestion(Generic[T]):
    """A host, and why it is suggested."""

    host: T
    formation: bool
    """It hosted pupils of this formation."""
    activity: bool
    """Hosts of its activity did."""
    hosted: bool
    """It hosted pupils of the lycée."""
    km: float | None
    """From where the pupil lives, as the crow flies; None where either is not known."""


def best(found: Iterable[Suggestion[T]], limit: int) -> Sequence[Suggestion[T]]:
    """Suggestions near before far: of this formation, then of its activities, the nearest."""

    def rank(one: Suggestion[T]) -> tuple[bool, bool, bool, float]:
        far = one.km is None or one.km > NEAR_KM
        return (far, not one.formation, not one.hosted, one.km or 0.0)

    return sorted(found, key=rank)[:limit]
