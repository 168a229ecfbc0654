"""Days as they are lived in France."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
IN_THE_MORNING = time(6, 45)
"""Before seven, when the mail of the morning gathers what was asked for."""


class Moment(StrEnum):
    """How soon a day is."""

    LATE = "late"
    TODAY = "today"
    THIS_WEEK = "this_week"
    LATER = "later"
    UNDATED = "undated"


def local_time(now: datetime) -> datetime:
    """An instant by the clocks of Paris."""
    return now.astimezone(PARIS)


def local_date(now: datetime) -> date:
    """The day it is in Paris at this instant."""
    return now.astimezone(PARIS).date()


def morning_of(day: date) -> datetime:
    """When the mail of that day is asked for."""
    return datetime.combine(day, IN_THE_MORNING, tzinfo=PARIS)


def moment_of(day: date | None, today: date) -> Moment:
    """How soon that day is; a week ends on its Sunday."""
    if day is None:
        return Moment.UNDATED
    if day <= today:
        return Moment.TODAY if day == today else Moment.LATE
    sunday = today + timedelta(days=6 - today.weekday())
    return Moment.THIS_WEEK if day <= sunday else Moment.LATER
