"""The rhythm of a notice (rythme): how fast its reader hears of it, and when a mail may leave."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from services.chassis.base.working_days import is_working_day, next_working_day
from services.notifications.rests.model import MORNING, PARIS


class Rhythm(StrEnum):
    """How somebody hears of a kind of notice; the fastest first."""

    AT_ONCE = "at_once"
    MORNING = "morning"
    MONDAY = "monday"
    NOTICE = "notice"
    NONE = "none"

    @property
    def gathered(self) -> bool:
        """Whether it is said with others, in one mail."""
        return self in (Rhythm.MORNING, Rhythm.MONDAY)


def fastest(rhythms: Iterable[Rhythm]) -> Rhythm:
    """The fastest of them: somebody with two roles hears as the one that is told first."""
    return min(rhythms, key=list(Rhythm).index, default=Rhythm.NONE)


def next_morning(now: datetime) -> datetime:
    """Seven o’clock in Paris on the next working day after today."""
    return datetime.combine(next_working_day(now.astimezone(PARIS).date()), MORNING, PARIS)


def week_begun_at(now: datetime) -> datetime:
    """Seven o’clock on the first working day of this week: what was told before it waits no longer.

    In a week without any, its Monday counts.
    """
    today = now.astimezone(PARIS).date()
    monday = today - timedelta(days=today.weekday())
    days = (monday + timedelta(days=past) for past in range(5))
    first = next(filter(is_working_day, days), monday)
    return datetime.combine(first, MORNING, PARIS)
