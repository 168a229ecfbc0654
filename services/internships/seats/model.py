"""The daily tally of seats (places d'accueil): per site and ISO week, only what changed."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from contracts.identifiers import SchoolYear, SiteKey
from services.internships.periods.model import iso_weeks


@dataclass(frozen=True, order=True)
class Cell:
    """One line of the tally. The order of cells is the order of publication."""

    site_key: SiteKey
    school_year: SchoolYear
    week: str


@dataclass(frozen=True)
class Stay:
    """A stay at a host as the tally counts it: a pupil who comes back within a week takes one seat."""

    pupil_year_id: UUID
    site_key: SiteKey
    school_year: SchoolYear
    starts_on: date
    ends_on: date


def seats(stays: Iterable[Stay]) -> Counter[Cell]:
    """Pupils hosted per site and week."""
    seated = {
        (Cell(stay.site_key, stay.school_year, week), stay.pupil_year_id)
        for stay in stays
        for week in iso_weeks(stay.starts_on, stay.ends_on)
    }
    return Counter(cell for cell, _ in seated)


def changed_cells(
    told: Mapping[Cell, int], current: Mapping[Cell, int]
) -> tuple[tuple[Cell, int], ...]:
    """What the department does not know yet, sorted by site and week, zero when all withdrew."""
    cells = sorted(told.keys() | current.keys())
    return tuple(
        (cell, current.get(cell, 0)) for cell in cells if told.get(cell, 0) != current.get(cell, 0)
    )
