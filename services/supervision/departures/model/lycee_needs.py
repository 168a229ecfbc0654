"""Which lycées need help (qui a besoin de moi): one line each, those that need it most first."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from services.supervision.base.alphabet import alphabetical
from services.supervision.coverage.model.coverage import LyceeCoverage, is_silent
from services.supervision.departures.model.departures import Departure
from services.supervision.departures.model.reasons import (
    Reason,
    calls_for_help,
    heaviest_first,
    leaves_in,
    weight_of,
)
from services.supervision.network_dues.model import NOTHING_WAITS, Waiting

NEAR = timedelta(days=30)
"""From when on places that miss for a departure are looked after first."""
JUST_LEFT = timedelta(days=7)
"""How long a pupil who left without a place still is what somebody calls for."""


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
    waiting: Waiting = NOTHING_WAITS
    """What the animation of the network waits for there."""
    keeps: bool = False
    """Whether its head keeps the figures of places."""

    @property
    def next(self) -> Departure | None:
        """The next departure of its pupils."""
        return next(iter(self.ahead), None)

    @property
    def ahead(self) -> Sequence[Departure]:
        """Those to come: what misses for them can still be found."""
        return [one for one in self.departures if one.days_left]

    @property
    def running(self) -> Sequence[Departure]:
        """Periods that have begun."""
        return [one for one in self.departures if not one.days_left]

    @property
    def gone_without(self) -> int:
        """Pupils whose period has begun and who have no place (partis sans lieu)."""
        return sum(one.without for one in self.running)

    @property
    def just_gone_without(self) -> int:
        """Those of them who left a few days ago."""
        return sum(one.without for one in self.running if one.days_gone <= JUST_LEFT.days)

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
        return calls_for_help(self.reasons)

    @property
    def reasons(self) -> Sequence[Reason]:
        """Why it needs somebody, what weighs most first."""
        waits = self.waiting
        missing = [leaves_in(one.days_left) for one in self.ahead if one.without]
        found = {
            Reason.GONE_WITHOUT: self.just_gone_without,
            Reason.GONE_LONG_AGO: self.gone_without > self.just_gone_without,
            Reason.NEED_LATE: waits.needs_late,
            Reason.NEED_WAITS: waits.needs and not waits.needs_late,
            Reason.PROMISE_PASSED: waits.promises_passed,
            Reason.SUPPORT_LATE: waits.requests_late,
            Reason.SUPPORT_WAITS: waits.requests and not waits.requests_late,
            Reason.DECISION_LATE: waits.decisions_late,
            Reason.CAMPAIGN_BEHIND: waits.campaigns_behind,
            Reason.SILENT: self.silent,
            Reason.DIFFERS: self.differs,
            Reason.UNTOLD: self.untold,
            Reason.KEPT: self.keeps,
        }
        standing = {reason for reason, stands in found.items() if stands}
        return heaviest_first({*standing, *(one for one in missing[:1] if one)})

    @property
    def rank(self) -> tuple[tuple[int, ...], float, str, str]:
        """By what weighs most; among those alike, most places to find for each day left."""
        urgency = sum(one.urgency for one in self.ahead)
        return (weight_of(self.reasons), -urgency, alphabetical(self.lycee), self.uai)


def needs_of(
    lycees: Iterable[LyceeCoverage],
    leaving: Iterable[Departure],
    differing: Collection[str],
    now: datetime,
    waiting: Mapping[str, Waiting] = MappingProxyType({}),
) -> Sequence[LyceeNeeds]:
    """A line for each lycée, even a silent one.

    `differing`: whose figures are not those it counts. `waiting`: what the network waits for there.
    """
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
            waiting=waiting.get(one.uai, NOTHING_WAITS),
            keeps=one.publication.keeps_coverage_since is not None,
        )
        for one in lycees
    ]
    return sorted(found, key=lambda one: one.rank)
