"""Sentences of the journal, and what is left out for readers outside the DSDEN."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeAlias

from contracts.publication import FactFamily
from services.supervision.base.days_in_words import NBSP, between
from services.supervision.base.small_numbers import SMALL


@dataclass(frozen=True)
class Said:
    """What a sentence is made of. `times`: how many alike were recorded together."""

    event: str
    details: Mapping[str, Any]
    times: int = 1
    company: str = "une entreprise"
    formation: str = "une formation"
    period: tuple[date, date] | None = None

    @property
    def for_the_period(self) -> str:
        return f" pour la PFMP {between(*self.period)}" if self.period else ""


Say: TypeAlias = Callable[[Said], str]
SENTENCES: dict[str, Say] = {}
"""What is said of each event that has a line, by its name: declared with what is folded of it."""


def sentence(said: Said) -> str:
    """The predicate: `a confirmé un lieu d’accueil en …`, with a full stop."""
    say = SENTENCES.get(said.event)
    return f"{say(said) if say else 'a publié une nouvelle'}."


def how_many(number: int, label: str) -> str:
    """« 1 élève », « 24 élèves »: the first word of the label takes the plural."""
    head, _, tail = label.partition(" ")
    plural = f"{head}s {tail}".rstrip() if number > 1 else label
    return f"{number}{NBSP}{plural}"


LEFT_OUT = FactFamily.PLACEMENTS
HOSTING = "hosting"
"""The reason of a first meeting that is left out."""


def for_outsiders(said: Said) -> Said:
    """A line of the journal without what would tell of fewer than five pupils."""
    pupils = int(said.details.get("pupils") or 0)
    if pupils < SMALL:
        return replace(said, details={k: v for k, v in said.details.items() if k != "pupils"})
    return said
