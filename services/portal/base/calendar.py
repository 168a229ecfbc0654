"""Days as they are lived in France."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


def local_date(now: datetime) -> date:
    """The day it is in Paris at this instant."""
    return now.astimezone(PARIS).date()
