"""Who leaves next, and how many places are still missing (prochains départs)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from services.supervision.base.alphabet import alphabetical
from services.supervision.coverage.model.coverage import Cell, LyceeCoverage

SOON = timedelta(days=60)
"""How far ahead the next departures are looked for: two months are what a bureau can still work on."""


_MONTHS = (
    "janv.", "févr.", "mars", "avril", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.",
    "déc.",
)  # fmt: skip


@dataclass(frozen=True)
class Departure:
    """The pupils of one lycée who leave for the same dates, formations together.

    Of its formations `told` have figures, `untold` none: that is not zero. `withheld`: its head keeps the figures.
    """

    uai: str
    lycee: str
    starts_on: date
    ends_on: date
    days_left: int
    """Until the first day; 0 from that day on."""
    days_gone: int
    """Since the first day; 0 until that day."""
    expected: int
    without: int
    unsigned: int
    """Those who have a place and whose agreement not everybody has signed."""
    told: int
    untold: int
    withheld: bool

    @property
    def agreed(self) -> int:
        """Pupils who have a place."""
        return self.expected - self.without

    @property
    def dates(self) -> str:
        """`du 16 nov. au 11 déc.`: of this season, where the year goes without saying."""
        first, last = (
            f"{'1er' if on.day == 1 else on.day}\u00a0{_MONTHS[on.month - 1]}"
            for on in (self.starts_on, self.ends_on)
        )
        return f"du {first} au {last}"

    @property
    def urgency(self) -> float:
        """Places to find for each day left: few days and many places come first."""
        return self.without / max(self.days_left, 1)

    @property
    def rank(self) -> tuple[int, float, date, str]:
        """Missing places first, then what nobody knows, then what is kept, then what is complete."""
        state = 0 if self.without else 1 if self.untold else 2 if self.withheld else 3
        return (state, -self.urgency, self.starts_on, alphabetical(self.lycee))


def departures(
    lycees: Iterable[LyceeCoverage], today: date, within: timedelta = SOON
) -> Sequence[Departure]:
    """Periods that run or begin within some days, the most urgent first."""
    found: list[Departure] = []
    for lycee in lycees:
        together: dict[tuple[date, date], list[Cell]] = defaultdict(list)
        for cell in lycee.cells:
            starts_on, ends_on = cell.starts_on, cell.ends_on
            if starts_on and ends_on and ends_on >= today and starts_on <= today + within:
                together[starts_on, ends_on].append(cell)
        found += [_departure(lycee, *dates, cells, today) for dates, cells in together.items()]
    return sorted(found, key=lambda one: one.rank)


def missing_running(of: Iterable[Departure]) -> int:
    """Pupils without a place whose PFMP runs already."""
    return sum(one.without for one in of if not one.days_left)


def missing_ahead(of: Iterable[Departure]) -> int:
    """Places to find before the departures that come."""
    return sum(one.without for one in of if one.days_left)


def _departure(
    lycee: LyceeCoverage, starts_on: date, ends_on: date, cells: Sequence[Cell], today: date
) -> Departure:
    told = [cell.counts for cell in cells if cell.counts is not None]
    withheld = any(cell.withheld for cell in cells)
    return Departure(
        uai=lycee.uai,
        lycee=lycee.name,
        starts_on=starts_on,
        ends_on=ends_on,
        days_left=max((starts_on - today).days, 0),
        days_gone=max((today - starts_on).days, 0),
        expected=sum(counts.expected for counts in told),
        without=sum(counts.without for counts in told),
        unsigned=sum(max(0, counts.host_agreed - counts.agreement_signed) for counts in told),
        told=len(told),
        untold=sum(cell.counts is None and not cell.withheld for cell in cells),
        withheld=withheld,
    )
