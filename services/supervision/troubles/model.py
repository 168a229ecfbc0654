"""A trouble of what is heard of a lycée: what begins and what ends between two looks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from contracts.supervision.troubles import TroubleKind

LOOKED_AT_EVERY = timedelta(hours=1)
Which = tuple[TroubleKind, str]
"""The kind of a trouble, and the UAI of its lycée: one at a time."""


def next_look(now: datetime) -> datetime:
    """The next full hour."""
    return now.replace(minute=0, second=0, microsecond=0) + LOOKED_AT_EVERY


@dataclass(frozen=True)
class Seen:
    """What is wrong with a lycée now: since when, and, of totals, how they differ."""

    lycee: str
    since: datetime
    differences: tuple[str, ...] = ()


@dataclass(frozen=True)
class Trouble:
    """One that was stated, and when it was over; None: it goes on."""

    id: UUID
    kind: TroubleKind
    of_uai: str
    since: datetime
    ended_at: datetime | None = None

    @property
    def which(self) -> Which:
        """What the trouble is, and of which lycée."""
        return self.kind, self.of_uai


def begun(open_ones: Sequence[Trouble], seen: Mapping[Which, Seen]) -> Mapping[Which, Seen]:
    """What is wrong now and was not stated: what goes on is stated once, however long."""
    known = {one.which for one in open_ones}
    return {which: one for which, one in seen.items() if which not in known}


def ended(open_ones: Sequence[Trouble], seen: Mapping[Which, Seen]) -> Sequence[Trouble]:
    """Troubles that are over: also a silence that was broken, where another one began meanwhile."""
    return [one for one in open_ones if not goes_on(one, seen.get(one.which))]


def goes_on(trouble: Trouble, seen: Seen | None) -> bool:
    """Whether a trouble is the one that is seen now.

    Since when totals differ is looked back for some nights alone: that day moves, and the trouble is
    the same.
    """
    if seen is None:
        return False
    return trouble.kind is not TroubleKind.SILENT or trouble.since == seen.since
