"""How coverage grows toward day 0: the share of pupils who have a place, so many days before they leave."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

DAYS_BEFORE = 60
"""How many days before the departure the curve begins."""


@dataclass(frozen=True)
class Step:
    """How the figures of what begins one day in a lycée moved, so many days before (`DAYS_BEFORE` at
    most).
    """

    starts_on: date
    days_before: int
    expected: int
    agreed: int
    uai: str


def shares(steps: Iterable[Step], today: date) -> Mapping[int, float]:
    """Percent of the expected who have a place, by days before the departure, the earliest first.

    A departure counts only on the days it has reached: what begins in 20 days says nothing of
    10 days before.
    """
    told = list(steps)
    found: dict[int, float] = {}
    for days in range(DAYS_BEFORE, -1, -1):
        there = [
            step
            for step in told
            if step.days_before >= days and step.starts_on - timedelta(days=days) <= today
        ]
        expected, agreed = sum(one.expected for one in there), sum(one.agreed for one in there)
        if expected > 0:
            found[days] = 100 * min(max(agreed, 0), expected) / expected
    return found


def corners(found: Mapping[int, float]) -> Mapping[int, float]:
    """The trend without the days on which nothing changed, but the last: what a drawing needs."""
    kept: dict[int, float] = {}
    last: float | None = None
    for days, share in found.items():
        if share != last:
            kept[days] = share
        last = share
    if found:
        nearest = min(found)
        kept[nearest] = found[nearest]
    return kept
