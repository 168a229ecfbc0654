"""The day it is in Paris (jour local), from an instant."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


def local_date(now: datetime) -> date:
    """Today in Paris."""
    return now.astimezone(PARIS).date()
