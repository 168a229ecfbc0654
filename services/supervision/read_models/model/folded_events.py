"""The register of what is folded: one declaration for each event of the department.

An event is said once, in a module of `events`: which of its fields are read, the row it is the whole
state of, and its line of the journal. What folds and what shows look here and name no event.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar
from uuid import UUID

from msgspec import Struct

from contracts.envelope import Envelope
from contracts.event import Event
from services.supervision.journal.model import SENTENCES, Say

Fact = TypeVar("Fact", bound=Struct)
Row: TypeAlias = dict[str, Any]
State: TypeAlias = tuple[str, tuple[str | int | UUID, ...], Row]
"""The table, the key and the row that one event is the whole state of."""
MakeState: TypeAlias = Callable[[Any, str, Envelope], State]


@dataclass(frozen=True)
class FoldedEvent:
    """How one event is folded. `keeps`: what its line of the journal keeps; None: it has none."""

    state: MakeState | None
    keeps: tuple[str, ...] | None
    news: Callable[[Any], bool]


FACTS: dict[type[Event], type[Struct]] = {}
"""Every event of the department, and what is folded of it: other fields are never decoded."""
FOLDED: dict[type[Struct], FoldedEvent] = {}


def _always(_: Struct) -> bool:
    return True


def never(_: Struct) -> bool:
    """What the department did, and what goes by itself every night: no news of a bureau's activity."""
    return False


def folded(
    event: type[Event],
    *,
    state: MakeState | None = None,
    says: Say | None = None,
    keeps: tuple[str, ...] = (),
    news: Callable[[Any], bool] = _always,
) -> Callable[[type[Fact]], type[Fact]]:
    """Declare what is folded of an event: the fields of the class are those that are read.

    `state`: the row it is the whole state of, without which it changes no read model. `says`: its
    sentence in the journal, without which it has no line, and `keeps` what the sentence needs of it.
    `news`: whether it shows that somebody is at work in its lycée.
    """

    def declare(fact: type[Fact]) -> type[Fact]:
        if event in FACTS:
            raise ValueError(f"{event.__name__} is folded twice")
        FACTS[event] = fact
        FOLDED[fact] = FoldedEvent(state, keeps if says else None, news)
        if says:
            SENTENCES[event.token()] = says
        return fact

    return declare
