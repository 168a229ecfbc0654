"""How often the network speaks with one actor: this school year and at all, by lycée, and who did last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Teller:
    """A bureau, or the supervisor, and its exchanges with an actor."""

    uai: str
    name: str
    this_year: int
    last_on: date
    department: bool = False


@dataclass(frozen=True)
class ActorFigures:
    """What was told of the exchanges with one actor."""

    tellers: Sequence[Teller]
    keeping: Sequence[str] = ()
    """The lycées that keep their exchanges: theirs are not known, which is not none."""

    @property
    def this_year(self) -> int:
        """How many there were since the school year began, of who tells."""
        return sum(one.this_year for one in self.tellers)

    @property
    def last(self) -> Teller | None:
        """Who spoke with it last."""
        return max(self.tellers, key=lambda one: (one.last_on, one.uai), default=None)

    @property
    def last_bureau(self) -> Teller | None:
        """The bureau that spoke with it last."""
        bureaux = [one for one in self.tellers if not one.department]
        return max(bureaux, key=lambda one: (one.last_on, one.uai), default=None)
