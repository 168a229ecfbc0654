"""The end of a school year (fin d’année scolaire): when a bureau is reminded of it, and which one it is."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import NAMESPACE_OID, UUID, uuid5

from contracts.identifiers import SchoolYear, Uai
from services.chassis.base.working_days import is_working_day

MONTHS = (6, 7)
"""On the first working day of June, and of July."""
CAUGHT_UP_WITHIN = timedelta(days=7)
"""A night that was missed is made up for in the days after; later nothing is said of that month."""


def is_to_remind(today: date) -> bool:
    """Whether a year is to be spoken of that day, if it was not this month."""
    first = today.replace(day=1)
    return today.month in MONTHS and today - first < CAUGHT_UP_WITHIN and is_working_day(today)


def year_end_id(uai: Uai, year: SchoolYear) -> UUID:
    """The id of the end of a year of one lycée: what July says takes the place of what June said."""
    return uuid5(NAMESPACE_OID, f"end of {year} at {uai}")


def years_by_id(uai: Uai, today: date) -> Mapping[UUID, SchoolYear]:
    """The years that are known by their id: this one, and the one before."""
    this = SchoolYear.of(today)
    before = SchoolYear.of(this.first_day - timedelta(days=1))
    return {year_end_id(uai, year): year for year in (this, before)}
