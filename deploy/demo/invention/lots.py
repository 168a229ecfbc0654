"""Drawing lots from one seed: the same lots each time, whatever is drawn before them."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

SEED = "passerelle"
Choice = TypeVar("Choice")


def drawn_for(*about: object) -> Random:
    """The lots of one company, one pupil or one lycée."""
    return Random(":".join([SEED, *map(str, about)]))  # noqa: S311 - invented data, no secret


def weighed(random: Random, weighted: Sequence[tuple[Choice, int]]) -> Choice:
    """One of these, each as often as its weight says."""
    return random.choices([one for one, _ in weighted], [weight for _, weight in weighted])[0]
