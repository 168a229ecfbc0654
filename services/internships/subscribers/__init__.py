"""What the internship tracker does when it learns a fact, or when the hour has come."""

from services.internships.subscribers import (
    erasures,
    hosts,
    mobility,
    refusals,
    republication,
    seats,
    tutors,
)
from services.internships.subscribers.registry import erasing, reactions, timed

PARTS = (hosts, tutors, erasures, seats, mobility, refusals, republication)
"""Each registers its own when it is imported."""

__all__ = ["PARTS", "erasing", "reactions", "timed"]
