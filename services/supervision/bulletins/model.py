"""A bulletin: when it can be read, which one it is, and which figures moved most."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from uuid import NAMESPACE_OID, UUID, uuid5
from zoneinfo import ZoneInfo

from contracts.supervision.bulletins import BulletinKind
from services.chassis.base.working_days import is_working_day
from services.supervision.base.figures import Figure, Unit
from services.supervision.report_figures.model.month_report import Headline

PARIS = ZoneInfo("Europe/Paris")
IN_THE_AFTERNOON, IN_THE_MORNING = time(16), time(7)
A_WEEK = timedelta(weeks=1)
KEPT_WEEKS, KEPT_MONTHS = 20, 6
"""How far back one is known by its id; a notice of it is forgotten sooner."""
MOVED_MAX = 5
FEW = 10
"""What tempers counts: from 1 to 2 is no doubling."""
JOURNALS = (BulletinKind.NETWORK_JOURNAL, BulletinKind.DEPARTMENT_JOURNAL)


def next_journal(after: datetime) -> datetime:
    """When the journal of a week can be read: at four on its last working day."""
    monday = _monday(after.astimezone(PARIS).date())
    while (due := _journal_of(monday)) is None or due <= after:
        monday += A_WEEK
    return due


def next_figures(after: datetime) -> datetime:
    """When the figures of a month can be read: at seven on the first working day of the next one."""
    first = after.astimezone(PARIS).date().replace(day=1)
    while (due := _figures_of(first)) <= after:
        first = _month_after(first)
    return due


def week_told(now: datetime) -> date:
    """The Monday of the last week whose journal can be read."""
    monday = _monday(now.astimezone(PARIS).date())
    while (due := _journal_of(monday)) is None or due > now:
        monday -= A_WEEK
    return monday


def month_told(now: datetime) -> date:
    """The first day of the month in which figures could be read last."""
    first = now.astimezone(PARIS).date().replace(day=1)
    return first if _figures_of(first) <= now else _month_before(first)


def bulletin_id(department: str, kind: BulletinKind, first_day: date) -> UUID:
    """The id of a bulletin, drawn from its first day: stated twice, it is one."""
    return uuid5(NAMESPACE_OID, f"bulletin {kind} {department} {first_day}")


def days_by_id(department: str, kind: BulletinKind, today: date) -> Mapping[UUID, date]:
    """The first days of the bulletins that are known."""
    days: list[date] = []
    if kind in JOURNALS:
        days = [_monday(today) - A_WEEK * back for back in range(KEPT_WEEKS)]
    else:
        first = today.replace(day=1)
        for _ in range(KEPT_MONTHS):
            days.append(first)
            first = _month_before(first)
    return {bulletin_id(department, kind, day): day for day in days}


def moved_most(figures: Iterable[Headline]) -> Sequence[Headline]:
    """Figures that moved, the most first; what was not told on one of both days is no figure."""
    moved = [one for one in figures if one.change]
    return sorted(moved, key=_weight, reverse=True)[:MOVED_MAX]


def _weight(one: Headline) -> float:
    """How much it moved, between nought and one: of a rate its points, of a count its part."""
    change = abs(one.change or 0)
    if one.unit is Unit.PERCENT:
        return change / 100
    counts = [told.numerator for told in (one.now, one.before) if isinstance(told, Figure)]
    return change / (max(counts, default=0) + FEW)


def _journal_of(monday: date) -> datetime | None:
    """The instant of the journal of a week; None of one without a working day."""
    days = (monday + timedelta(days=past) for past in range(4, -1, -1))
    last = next(filter(is_working_day, days), None)
    return datetime.combine(last, IN_THE_AFTERNOON, PARIS) if last else None


def _figures_of(first: date) -> datetime:
    days = (first + timedelta(days=past) for past in range(7))
    return datetime.combine(next(filter(is_working_day, days)), IN_THE_MORNING, PARIS)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _month_after(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _month_before(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)
