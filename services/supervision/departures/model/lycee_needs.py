"""Which lycées need help (qui a besoin de moi): one line each, those that need it most first."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.supervision.base.alphabet import alphabetical
from services.supervision.coverage.model.coverage import LyceeCoverage, is_silent
from services.supervision.departures.model.departures import Departure

NEAR = timedelta(days=30)
"""From when on places that miss for a departure are looked after first."""


@dataclass(frozen=True)
class LyceeNeeds:
    """What one lycée lacks: for its next departure, in the PFMP that run, and in what it tells."""

    uai: str
    lycee: str
    heard_at: datetime | None
    silent: bool
    differs: bool
    """Its figures are not those it counts itself."""
    departures: Sequence[Departure]
    """Those that run or begin within some days, the nearest first."""

    @property
    def next(self) -> Departure | None:
        """The next departure of its pupils."""
        return next((one for one in self.departures if one.days_left), None)

    @property
    def running(self) -> Sequence[Departure]:
        """Periods that have begun."""
        return [one for one in self.departures if not one.days_left]

    @property
    def gone_without(self) -> int:
        """Pupils whose period has begun and who have no place (partis sans lieu)."""
        return sum(one.without for one in self.running)

    @property
    def unsigned(self) -> int:
        """Places found whose agreement not everybody has signed."""
        return sum(one.unsigned for one in self.departures)

    @property
    def counted(self) -> bool:
        """Whether some of its figures are told; without, nothing is a zero."""
        return any(one.told for one in self.departures)

    @property
    def untold(self) -> int:
        """Formations of these departures whose figures nobody told."""
        return sum(one.untold for one in self.departures)

    @property
    def withheld(self) -> bool:
        """Whether its head keeps figures of these departures."""
        return any(one.withheld for one in self.departures)

    @property
    def needs_help(self) -> bool:
        """Whether somebody should call today."""
        leaves = self.next
        near = leaves is not None and leaves.without and leaves.days_left <= NEAR.days
        return bool(near or self.gone_without or self.silent or self.differs)

    @property
    def rank(self) -> tuple[bool, float, str, str]:
        """Who needs help first; among them, most places to find for each day left."""
        urgency = sum(one.urgency for one in self.departures)
        return (not self.needs_help, -urgency, alphabetical(self.lycee), self.uai)


def needs_of(
    lycees: Iterable[LyceeCoverage],
    leaving: Iterable[Departure],
    differing: Collection[str],
    now: datetime,
) -> Sequence[LyceeNeeds]:
    """A line for each lycée, even a silent one. `differing`: whose figures are not those it counts."""
    nearest = sorted(leaving, key=lambda one: (one.starts_on, -one.without, one.ends_on))
    found = [
        LyceeNeeds(
            uai=one.uai,
            lycee=one.name,
            heard_at=one.heard_at,
            # Who was told to tell nothing is not silent.
            silent=is_silent(one.heard_at, now) and not one.publication.tells_nothing,
            differs=one.uai in differing,
            departures=[departure for departure in nearest if departure.uai == one.uai],
        )
        for one in lycees
    ]
    return sorted(found, key=lambda one: one.rank)
