"""When a bureau is reminded of a period: thresholds, each told once for the day it counts to."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from contracts.internships.reminders import ReminderKind
from services.chassis.base.working_days import is_first_of_week, next_working_day

BEFORE: Mapping[ReminderKind, tuple[int, ...]] = MappingProxyType(
    {
        ReminderKind.PERIOD_OPENS: (60,),
        ReminderKind.WITHOUT_PLACE: (30, 15, 7, 2),
        ReminderKind.MANY_WITHOUT_PLACE: (15, 7),
        ReminderKind.MANY_ON_EVE: (1,),
        ReminderKind.DEPARTURE: (7, 2),
    }
)
"""Days before the first one. Where nobody works on that day, it is told on the last working day before it."""
UNTIL: Mapping[ReminderKind, int] = MappingProxyType(
    {
        ReminderKind.PERIOD_OPENS: max(BEFORE[ReminderKind.WITHOUT_PLACE]),
        ReminderKind.MANY_WITHOUT_PLACE: max(BEFORE[ReminderKind.MANY_ON_EVE]),
    }
)
"""From so many days before on another one is told in its place."""
AGREEMENTS_FROM = timedelta(days=14)
ATTESTED_AFTER = timedelta(days=5)
ATTESTED_UNTIL = timedelta(days=120)
ATTESTATIONS_TOLD = 4
WINDOW_BEFORE = timedelta(days=70)
"""No period that begins later is reminded of today, holidays on the way included."""
_A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Dates:
    """The first and the last day of a period."""

    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Told:
    """A reminder that was told: the day it counted to, and the day it was told."""

    kind: ReminderKind
    threshold: int
    counted_to: date
    told_on: date


@dataclass(frozen=True)
class DueReminder:
    """A reminder that is to be told; `days` are left until the first day, or passed since the last."""

    kind: ReminderKind
    threshold: int
    counted_to: date
    days: int


def due_on(
    dates: Dates, told: Collection[Told], *, since: date, today: date
) -> Sequence[DueReminder]:
    """What is to be told of a period today, a working day, if something lacks; of each kind one at most.

    `since`: the first day nobody looked yet: what was due then and was missed is made up for.
    """
    found = [_before(kind, dates, told, today) for kind in BEFORE]
    found += [
        _agreements(dates, told, since, today),
        _visits(dates, told, since, today),
        _attestations(dates, told, since, today),
    ]
    return [one for one in found if one]


def _before(
    kind: ReminderKind, dates: Dates, told: Collection[Told], today: date
) -> DueReminder | None:
    """The nearest of the thresholds that were reached: what was missed before it is not told."""
    first = dates.starts_on
    reached = [days for days in BEFORE[kind] if _is_reached(first, days, today)]
    if not reached or today > first:
        return None
    if kind in UNTIL and _is_reached(first, UNTIL[kind], today):
        return None
    nearest = min(reached)
    if any((one.threshold, one.counted_to) == (nearest, first) for one in _of(kind, told)):
        return None
    return DueReminder(kind, nearest, first, (first - today).days)


def _is_reached(first: date, days: int, today: date) -> bool:
    return first - timedelta(days=days) < next_working_day(today)


def _agreements(
    dates: Dates, told: Collection[Told], since: date, today: date
) -> DueReminder | None:
    kind, first = ReminderKind.AGREEMENTS_LATE, dates.starts_on
    if not first - AGREEMENTS_FROM <= today <= first:
        return None
    if not _weekly(_counted_to(first, kind, told), since, today):
        return None
    left = (first - today).days
    return DueReminder(kind, left, first, left)


def _visits(dates: Dates, told: Collection[Told], since: date, today: date) -> DueReminder | None:
    kind, last = ReminderKind.VISITS_LATE, dates.ends_on
    if not dates.starts_on <= today <= last:
        return None
    if not _weekly(_counted_to(last, kind, told), since, today):
        return None
    return DueReminder(kind, (last - today).days, last, 0)


def _attestations(
    dates: Dates, told: Collection[Told], since: date, today: date
) -> DueReminder | None:
    """The first some days after the end, whatever day of the week it is."""
    kind, last = ReminderKind.ATTESTATIONS_MISSING, dates.ends_on
    if not last + ATTESTED_AFTER <= today <= last + ATTESTED_UNTIL:
        return None
    before = _counted_to(last, kind, told)
    if len(before) >= ATTESTATIONS_TOLD or (before and not _weekly(before, since, today)):
        return None
    passed = (last - today).days
    return DueReminder(kind, passed, last, passed)


def _of(kind: ReminderKind, told: Collection[Told]) -> Iterator[Told]:
    return (one for one in told if one.kind is kind)


def _counted_to(day: date, kind: ReminderKind, told: Collection[Told]) -> Sequence[Told]:
    return [one for one in _of(kind, told) if one.counted_to == day]


def _weekly(before: Collection[Told], since: date, today: date) -> bool:
    """Whether the first working day of this week is today, or was missed, and nothing was told since."""
    monday = today - timedelta(days=today.weekday())
    week = (monday + n * _A_DAY for n in range(today.weekday() + 1))
    first = next((day for day in week if is_first_of_week(day)), None)
    if first is None or first < since:
        return False
    return not any(one.told_on >= first for one in before)
