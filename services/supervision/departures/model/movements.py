"""What moved since a day: why a figure was 27 yesterday and is 25 today, without any pupil."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from services.supervision.base.alphabet import alphabetical
from services.supervision.coverage.model.coverage import Counts

SATURDAY = 5


@dataclass(frozen=True)
class Moved:
    """One formation for one period, before a day and now; `before` None: nothing was told yet."""

    uai: str
    lycee: str
    mef: str
    formation: str
    starts_on: date | None
    ends_on: date | None
    before: Counts | None
    after: Counts

    @property
    def expected(self) -> int:
        """Pupils who need a place, more or fewer than before."""
        return self.after.expected - (self.before.expected if self.before else 0)

    @property
    def agreed(self) -> int:
        """Places found, more or fewer than before."""
        return self.after.host_agreed - (self.before.host_agreed if self.before else 0)

    def late(self, since: date) -> bool:
        """Whether the period was over already: a late entry (saisie tardive), never a silent one."""
        return self.ends_on is not None and self.ends_on < since


@dataclass(frozen=True)
class LyceeMovement:
    """What moved in one lycée; `late` of its lines tell of periods that were over already."""

    uai: str
    lycee: str
    lines: tuple[Moved, ...]
    since: date

    @property
    def agreed(self) -> int:
        """Places found, net, for the periods that were not over."""
        return sum(line.agreed for line in self.lines if not line.late(self.since))

    @property
    def expected(self) -> int:
        """Pupils who need a place, net, for the periods that were not over."""
        return sum(line.expected for line in self.lines if not line.late(self.since))

    @property
    def late(self) -> int:
        """Formations whose period was over already."""
        return sum(line.late(self.since) for line in self.lines)


def day_before(today: date) -> date:
    """The last working day before today: on Monday, Friday (Saturday and Sunday say little)."""
    day = today - timedelta(days=1)
    while day.weekday() >= SATURDAY:
        day -= timedelta(days=1)
    return day


def by_lycee(moved: Iterable[Moved], since: date) -> Sequence[LyceeMovement]:
    """Lines that differ from before, by lycée in order of name; within one by date and formation."""
    lines: dict[tuple[str, str], list[Moved]] = defaultdict(list)
    for one in moved:
        if one.before != one.after:
            lines[one.lycee, one.uai].append(one)
    found = [
        LyceeMovement(uai, name, tuple(sorted(own, key=_order)), since)
        for (name, uai), own in lines.items()
    ]
    return sorted(found, key=lambda one: (alphabetical(one.lycee), one.uai))


def _order(one: Moved) -> tuple[date, str, str]:
    return (one.starts_on or date.max, alphabetical(one.formation), one.mef)
