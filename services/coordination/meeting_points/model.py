"""A point a meeting may speak of (point proposé), and how it is written into the agenda."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from contracts.coordination.committees import CommitteeKind
from services.chassis.base.errors import Invalid


class Topic(StrEnum):
    """What a point is about."""

    DECISIONS = "decisions"
    PLAN = "plan"
    NEEDS = "needs"
    SUPPORT = "support"
    CAMPAIGNS = "campaigns"
    OFFER = "offer"
    SIGNALS = "signals"
    PRACTICES = "practices"


OF_THE_NETWORK = frozenset({Topic.SUPPORT, Topic.CAMPAIGNS, Topic.PRACTICES})
"""What bureaux and the DSDEN speak of among themselves."""
AMONG_OURSELVES = frozenset({CommitteeKind.NETWORK, CommitteeKind.STEERING})
"""Committees where no company sits."""


def spoken_of(topic: Topic, kind: CommitteeKind) -> bool:
    """Whether a committee of this kind is proposed a topic."""
    return topic not in OF_THE_NETWORK or kind in AMONG_OURSELVES


@dataclass(frozen=True)
class Point:
    """A point: its line of the agenda, and where it is read."""

    topic: Topic
    line: str
    href: str


def agenda_with(
    agenda: str | None, points: Sequence[Point], chosen: Collection[Topic], characters_max: int
) -> str:
    """The agenda with the lines of the chosen points, each once. Raises AgendaTooLong, NoPoint."""
    known = (agenda or "").strip()
    there = {line.strip() for line in known.splitlines()}
    lines = [one.line for one in points if one.topic in chosen and one.line not in there]
    if not lines:
        raise NoPoint(field="points")
    # Each a paragraph of its own: the page shows lines that follow one another as one.
    text = "\n\n".join([*([known] if known else []), *lines])
    if len(text) > characters_max:
        raise AgendaTooLong(field="points")
    return text


class NoPoint(Invalid):
    """Points of which none was chosen, or all are in the agenda already."""

    code = "no-point"
    title = "Cochez au moins un point qui n’est pas encore à l’ordre du jour."


class AgendaTooLong(Invalid):
    """The agenda holds no more."""

    code = "agenda-too-long"
    title = "L’ordre du jour serait trop long\u202f: raccourcissez-le, ou cochez moins de points."
