"""What lycées keep to themselves: shown as « non publié », which is neither zero nor silence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from contracts.publication import FactFamily
from contracts.published import published, told_families

Span = tuple[date, date | None]
"""Closed from the first day up to, but not, the second; None: no end yet."""

TOLD = frozenset(told_families())
"""The families some event tells; the others have nothing to show yet."""
EVENTS: Mapping[FactFamily, frozenset[str]] = {
    family: frozenset(event.token() for event in published() if event.families() == (family,))
    for family in FactFamily
}
"""The events of each family, as the journal names them."""
IN_THE_JOURNAL = (
    FactFamily.PLACEMENTS,
    FactFamily.EXCHANGES,
    FactFamily.COMPANIES,
    FactFamily.IMPORTS,
)
"""The families whose facts are lines of the journal."""
HIDDEN_IN_THE_JOURNAL = (*IN_THE_JOURNAL, FactFamily.HOSTING)
"""Those without which some line is missing: a first place taken is a line of companies."""
BY_REASON: Mapping[tuple[str, str], FactFamily] = {
    (event.token(), reason): family
    for event in published()
    for reason, family in event.reveals().items()
}
"""The family a line gives away by its reason, besides its own, by the event as the journal names it."""


def families_of_a_kind(event: str) -> frozenset[FactFamily]:
    """Every family without which some lines of a kind are missing."""
    own = (family for family, events in EVENTS.items() if event in events)
    return frozenset((*own, *(family for (of, _), family in BY_REASON.items() if of == event)))


@dataclass(frozen=True)
class State:
    """One family of a lycée, on one day."""

    family: FactFamily
    open: bool
    since: date | None
    """When it was closed; None while it is open, or when it always was closed."""
    closes_on: date | None
    """The next day it is to be closed, when it is open."""


@dataclass(frozen=True)
class Publication:
    """What one lycée keeps to itself, as of a day."""

    spans: Mapping[FactFamily, Sequence[Span]]
    today: date

    def closed_since(self, family: FactFamily) -> date | None:
        """The day a family closed today was closed on; None when it is open."""
        for begins, ends in self._spans(family):
            if begins <= self.today and (ends is None or self.today < ends):
                return begins
        return None

    def hides(self, ends_on: date | None) -> bool:
        """Whether the coverage of a period that ends that day is kept: what was over before stays."""
        since = self.closed_since(FactFamily.COVERAGE)
        return since is not None and (ends_on is None or ends_on >= since)

    @property
    def keeps_coverage_since(self) -> date | None:
        """The day coverage closed today was closed on."""
        return self.closed_since(FactFamily.COVERAGE)

    @property
    def closed(self) -> tuple[FactFamily, ...]:
        """The families closed today, among those that are told of."""
        return tuple(f for f in FactFamily if f in TOLD and self.closed_since(f) is not None)

    @property
    def tells_nothing(self) -> bool:
        """Whether the lycée keeps everything: it is not silent, it was asked to be."""
        return len(self.closed) == len(TOLD)

    @property
    def states(self) -> tuple[State, ...]:
        """Every family that is told of, in the order people read them."""
        return tuple(self._state(family) for family in told_families())

    def _state(self, family: FactFamily) -> State:
        since = self.closed_since(family)
        coming = [begins for begins, _ in self._spans(family) if begins > self.today]
        at_first = since == date.min
        return State(family, since is None, None if at_first else since, min(coming, default=None))

    def _spans(self, family: FactFamily) -> Sequence[Span]:
        at_first: Sequence[Span] = () if family.open_at_first else ((date.min, None),)
        return self.spans.get(family, at_first)


TELLS_ALL = Publication({}, date.min)
"""A lycée whose head decided nothing."""
