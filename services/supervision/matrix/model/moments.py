"""Moments coverage is looked at again: 30, 15 and 7 days before a departure, that day, each Monday.

Nothing is copied for them: what was known at the end of a day stays what it was, whatever is told later.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta

from services.supervision.coverage.model.coverage import Counts

NAMED: Mapping[int, str] = {30: "J-30", 15: "J-15", 7: "J-7", 0: "J0"}
"""How the days before a departure are called."""
WEEK = timedelta(days=7)
MONDAYS_OFFERED = 4
NOBODY = Counts(0, 0, 0, 0, 0, 0)


@dataclass(frozen=True)
class FormationMoment:
    """What one formation of a period was at the end of a day it moved."""

    mef: str
    day: date
    counts: Counts


@dataclass(frozen=True)
class Moment:
    """A period at the end of a day: `counts` by formation; those nothing was told of are not there."""

    name: str
    day: date
    counts: Mapping[str, Counts]

    @property
    def together(self) -> Counts | None:
        """All formations; None when nothing was told yet, which is not zero."""
        return _summed(self.counts.values()) if self.counts else None


@dataclass(frozen=True)
class LateEntry:
    """A formation told of again once its period was over (saisie tardive)."""

    mef: str
    day: date
    before: Counts | None
    after: Counts


@dataclass(frozen=True)
class PeriodHistory:
    """A period at each moment there was, and what was typed after its end, apart."""

    moments: tuple[Moment, ...]
    mondays: tuple[Moment, ...]
    late: tuple[LateEntry, ...]
    coming: tuple[tuple[str, date], ...]


def named_days(starts_on: date) -> Sequence[tuple[str, date]]:
    """`J-30` and the others, the earliest first."""
    return [(name, starts_on - timedelta(days=days)) for days, name in NAMED.items()]


def last_mondays(today: date, many: int = MONDAYS_OFFERED) -> Sequence[date]:
    """The last Mondays before today, the newest first."""
    last = today - timedelta(days=1)
    last -= timedelta(days=last.weekday())
    return [last - WEEK * n for n in range(many)]


def history(
    told: Sequence[FormationMoment], starts_on: date, ends_on: date, today: date
) -> PeriodHistory:
    """What was known of a period, moment by moment; `told` in any order."""
    days = [*named_days(starts_on), ("Dernier jour de la PFMP", ends_on)]
    there = [(name, day) for name, day in days if day < today]
    first_monday = starts_on - timedelta(days=max(NAMED))
    first_monday += timedelta(days=-first_monday.weekday() % 7)
    weeks = range(max(0, (min(ends_on, today - timedelta(days=1)) - first_monday).days // 7 + 1))
    return PeriodHistory(
        moments=tuple(_at(told, name, day) for name, day in there),
        mondays=tuple(_at(told, "", first_monday + WEEK * n) for n in weeks),
        late=_late(told, ends_on),
        coming=tuple((name, day) for name, day in days if day > today),
    )


def now(told: Sequence[FormationMoment], today: date) -> Moment:
    """What is known now, late entries and all."""
    return _at(told, "Aujourd’hui", today)


def _at(told: Iterable[FormationMoment], name: str, day: date) -> Moment:
    known = sorted((one for one in told if one.day <= day), key=lambda one: one.day)
    return Moment(name, day, {one.mef: one.counts for one in known})


def _late(told: Sequence[FormationMoment], ends_on: date) -> tuple[LateEntry, ...]:
    """The last telling of each formation, when it came after the end and changed something."""
    at_the_end = _at(told, "", ends_on).counts
    after: dict[str, FormationMoment] = {}
    for one in sorted(told, key=lambda one: one.day):
        if one.day > ends_on:
            after[one.mef] = one
    return tuple(
        LateEntry(mef, one.day, at_the_end.get(mef), one.counts)
        for mef, one in sorted(after.items())
        if at_the_end.get(mef) != one.counts
    )


def _summed(several: Iterable[Counts]) -> Counts:
    total = NOBODY
    for one in several:
        pairs = ((getattr(total, f.name), getattr(one, f.name)) for f in fields(Counts))
        total = Counts(*(a + b for a, b in pairs))
    return total
