"""The department's calendar of PFMP: which lycées are away in which weeks, and who asks the same hosts."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from services.supervision.base.alphabet import alphabetical
from services.supervision.coverage.model.coverage import LyceeCoverage

WEEK = timedelta(weeks=1)


# Two periods of a lycée may be alike in all they tell: each is away all the same.
@dataclass(frozen=True, eq=False)
class Planned:
    """One formation of one lycée away for one period; `expected` pupils, None: not told."""

    uai: str
    lycee: str
    mef: str
    formation: str
    starts_on: date
    ends_on: date
    expected: int | None = None

    @property
    def field(self) -> str:
        """The group of trades a formation belongs to (groupe de spécialités de formation, NSF).

        The fourth to sixth digits of a MEF: what electricians or cooks of any diploma share, hence
        the hosts that are asked.
        """
        return self.mef[3:6]

    @property
    def mondays(self) -> Iterator[date]:
        """The first day of each week with a day of the period."""
        monday = self.starts_on - timedelta(days=self.starts_on.weekday())
        while monday <= self.ends_on:
            yield monday
            monday += WEEK


@dataclass(frozen=True)
class Week:
    """Who is away in the week of `monday`; `shared`: lycées that ask the hosts of one field."""

    monday: date
    away: tuple[Planned, ...]
    shared: frozenset[str]

    @property
    def last(self) -> date:
        """Its Sunday."""
        return self.monday + WEEK - timedelta(days=1)

    @property
    def lycees(self) -> tuple[str, ...]:
        """Their names, in order."""
        return tuple(dict.fromkeys(one.lycee for one in self.away))

    @property
    def expected(self) -> int | None:
        """Pupils who need a place that week, as `expected_of` says."""
        return expected_of(self.away)

    @property
    def untold(self) -> tuple[str, ...]:
        """The lycées whose pupils are not in it."""
        return untold_of(self.away)


@dataclass(frozen=True)
class Clash:
    """Two lycées or more ask the hosts of one field in the same weeks (chevauchement).

    From `first` to `last`, both included; `expected` pupils of all of them but of the lycées of
    `untold`, who told none: that is not zero.
    """

    formations: tuple[str, ...]
    lycees: tuple[str, ...]
    first: date
    last: date
    weeks: int
    expected: int | None
    untold: tuple[str, ...] = ()


def expected_of(away: Iterable[Planned]) -> int | None:
    """Pupils who need a place, of those that are told; None while none is."""
    told = [one.expected for one in away if one.expected is not None]
    return sum(told) if told else None


def untold_of(away: Iterable[Planned]) -> tuple[str, ...]:
    """The lycées that do not tell how many of theirs need a place."""
    return tuple(dict.fromkeys(one.lycee for one in away if one.expected is None))


def weeks_of(planned: Iterable[Planned]) -> Sequence[Week]:
    """The weeks somebody is away, in order; within a week by lycée, then formation."""
    away: dict[date, list[Planned]] = defaultdict(list)
    for one in planned:
        for monday in one.mondays:
            away[monday].append(one)
    return [_week(monday, away[monday]) for monday in sorted(away)]


def _week(monday: date, away: Iterable[Planned]) -> Week:
    ordered = tuple(sorted(away, key=_by_name))
    fields: dict[str, set[str]] = defaultdict(set)
    for one in ordered:
        fields[one.field].add(one.uai)
    shared = (uais for uais in fields.values() if len(uais) > 1)
    return Week(monday, ordered, frozenset().union(*shared))


def clashes_of(planned: Iterable[Planned]) -> Sequence[Clash]:
    """Each run of weeks in which the same lycées ask the hosts of one field, the next one first."""
    fields: dict[str, list[Planned]] = defaultdict(list)
    for one in planned:
        fields[one.field].append(one)
    found = (clash for same in fields.values() for clash in _clashes(weeks_of(same)))
    # One comes back on the day before the other leaves: the same week, and never away together.
    together = (clash for clash in found if clash.first <= clash.last)
    return sorted(together, key=lambda clash: (clash.first, clash.formations))


def _clashes(weeks: Sequence[Week]) -> Iterator[Clash]:
    run: list[Week] = []
    for week in (one for one in weeks if one.shared):
        follows = run and week.monday - run[-1].monday == WEEK and week.shared == run[-1].shared
        if run and not follows:
            yield _clash(run)
            run = []
        run.append(week)
    if run:
        yield _clash(run)


def _clash(run: Sequence[Week]) -> Clash:
    away = sorted({one for week in run for one in week.away}, key=_by_name)
    of = {uai: [one for one in away if one.uai == uai] for uai in run[0].shared}
    # Two are away from the day the second leaves, until the last but one is back.
    starts = sorted(min(one.starts_on for one in own) for own in of.values())
    ends = sorted(max(one.ends_on for one in own) for own in of.values())
    return Clash(
        formations=tuple(dict.fromkeys(one.formation for one in away)),
        lycees=tuple(dict.fromkeys(one.lycee for one in away)),
        first=max(run[0].monday, starts[1]),
        last=min(run[-1].last, ends[-2]),
        weeks=len(run),
        expected=expected_of(away),
        untold=untold_of(away),
    )


def _by_name(one: Planned) -> tuple[str, str, str, date]:
    return (alphabetical(one.lycee), one.uai, alphabetical(one.formation), one.starts_on)


def with_gaps(weeks: Sequence[Week]) -> Sequence[Week]:
    """Weeks with those in between when nobody is away: a calendar has no holes."""
    filled = list(weeks[:1])
    for earlier, later in pairwise(weeks):
        monday = earlier.monday + WEEK
        while monday < later.monday:
            filled.append(Week(monday, (), frozenset()))
            monday += WEEK
        filled.append(later)
    return filled


def planned_of(lycees: Iterable[LyceeCoverage], *, figures: bool) -> list[Planned]:
    """What lycées published of their calendar; `figures`: with the pupils they expect to place."""
    return [
        Planned(
            *(lycee.uai, lycee.name, cell.mef, cell.formation),
            *(cell.starts_on, cell.ends_on),
            expected=cell.counts.expected if figures and cell.counts is not None else None,
        )
        for lycee in lycees
        for cell in lycee.cells
        if cell.starts_on is not None and cell.ends_on is not None
    ]
