"""What each role finds on the home page: links, and parts drawn by the other services."""

from collections.abc import Collection, Iterable

from services.portal.home.model.cards import (
    BUREAU,
    DEPARTMENT,
    LYCEE,
    HomeCard,
)
from services.portal.home.model.parts import PARTS

SENTENCE = "/pfmp/fragments/phrase"
"""What waits today, in one sentence under the heading."""
EXCHANGE = "/recherche/echange"
"""Who was spoken with is posted there, from a line beside the heading."""


def parts_for(roles: Collection[str]) -> list[HomeCard]:
    """The cards of somebody who holds these roles."""
    mine = [part for part in PARTS if part.roles & set(roles)]
    # Who has several roles finds what several show once, in its first place.
    first = {part.fragment: part for part in reversed(mine)}
    return [one for one in mine if one.fragment is None or first[one.fragment] is one]


def sentence_for(roles: Collection[str]) -> str | None:
    """The fragment that says what waits today, for who works in a lycée."""
    return SENTENCE if LYCEE & set(roles) else None


def greeted(roles: Collection[str]) -> bool:
    """Whether a home begins with a greeting: the department's begins with who needs help."""
    return not DEPARTMENT & set(roles)


def exchange_for(roles: Collection[str]) -> str | None:
    """Where somebody who works with companies names the one they spoke with."""
    return EXCHANGE if BUREAU & set(roles) else None


def by_service(parts: Iterable[HomeCard], *more: str | None) -> list[list[str]]:
    """The fragments of cards that one service draws, where there are several: they are asked at once."""
    groups: dict[str, list[str]] = {}
    for fragment in (*more, *(part.fragment for part in parts)):
        if fragment is not None:
            groups.setdefault(fragment.partition("/fragments/")[0], []).append(fragment)
    return [group for group in groups.values() if len(group) > 1]
