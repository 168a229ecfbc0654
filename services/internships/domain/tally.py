"""The daily tally of seats (places d'accueil): per site and ISO week, only what changed."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from contracts.identifiers import SchoolYear, SiteKey
from services.internships.domain.period import iso_weeks

PARIS = ZoneInfo("Europe/Paris")
TALLY_TIME = time(2, 0)
SETTLING_TIME = timedelta(minutes=1)
"""A change this close before the tally may commit after it has counted: the next night tells it."""


@dataclass(frozen=True, order=True)
class Cell:
    """One line of the tally. The order of cells is the order of publication."""

    site_key: SiteKey
    school_year: SchoolYear
    week: str


@dataclass(frozen=True)
class Stay:
    """A confirmed placement as the tally sees it: neither pupil nor formation."""

    site_key: SiteKey
    school_year: SchoolYear
    starts_on: date
    ends_on: date


def local_date(now: datetime) -> date:
    """Today in Paris."""
    return now.astimezone(PARIS).date()


def next_tally(now: datetime) -> datetime:
    """The next two o'clock at night in Paris that surely sees a change made `now`."""
    today = now.astimezone(PARIS)
    due = datetime.combine(today.date(), TALLY_TIME, tzinfo=PARIS)
    if due <= now + SETTLING_TIME:
        due = datetime.combine(today.date() + timedelta(days=1), TALLY_TIME, tzinfo=PARIS)
    return due


def seats(stays: Iterable[Stay]) -> Counter[Cell]:
    """Pupils hosted per site and week."""
    tally: Counter[Cell] = Counter()
    for stay in stays:
        for week in iso_weeks(stay.starts_on, stay.ends_on):
            tally[Cell(stay.site_key, stay.school_year, week)] += 1
    return tally


def changed_cells(
    told: Mapping[Cell, int], current: Mapping[Cell, int]
) -> tuple[tuple[Cell, int], ...]:
    """What the department does not know yet, sorted by site and week, zero when all withdrew."""
    cells = sorted(told.keys() | current.keys())
    return tuple(
        (cell, current.get(cell, 0)) for cell in cells if told.get(cell, 0) != current.get(cell, 0)
    )
