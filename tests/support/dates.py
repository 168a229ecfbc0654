"""Days of a test that lives in the real time, whatever the day it runs."""

from datetime import date, datetime, timedelta

from contracts.identifiers import SchoolYear
from services.chassis.unit_of_work.nightly_jobs import PARIS

LENGTH = timedelta(days=25)
"""Four weeks, from a Monday to a Friday."""
AHEAD = timedelta(weeks=7)


def period_ahead() -> tuple[date, date]:
    """A PFMP of four weeks in the school year of today: in seven weeks, or the last one there is."""
    today = datetime.now(PARIS).date()
    starts_on = today - timedelta(days=today.weekday()) + AHEAD
    while starts_on + LENGTH > SchoolYear.of(today).last_day:
        starts_on -= timedelta(weeks=1)
    return starts_on, starts_on + LENGTH


def period_running() -> tuple[date, date]:
    """A PFMP of four weeks that began a week ago, or as near to it as the school year lets."""
    today = datetime.now(PARIS).date()
    year = SchoolYear.of(today)
    starts_on = max(year.first_day, min(today - timedelta(weeks=1), year.last_day - LENGTH))
    return starts_on, starts_on + LENGTH
