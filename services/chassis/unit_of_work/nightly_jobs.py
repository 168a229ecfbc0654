"""When work of the night is due: told once a night, however many changes there were."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
AT_NIGHT = time(2, 0)
SETTLING_TIME = timedelta(minutes=1)
"""A change this close before the hour may commit after the count: the next night tells it."""


def next_night(now: datetime) -> datetime:
    """The next two o'clock at night in Paris that surely sees a change made `now`."""
    today = now.astimezone(PARIS)
    due = datetime.combine(today.date(), AT_NIGHT, tzinfo=PARIS)
    if due <= now + SETTLING_TIME:
        due = datetime.combine(today.date() + timedelta(days=1), AT_NIGHT, tzinfo=PARIS)
    return due
