"""School years whose pupils are still named: until the autumn that follows, or a day the installation chose."""

from datetime import date, timedelta

from contracts.identifiers import SchoolYear

_A_DAY = timedelta(days=1)


def oldest_named(today: date, purged_on: str) -> SchoolYear:
    """The oldest school year whose pupils are still named that day; `purged_on` is month-day."""
    this = SchoolYear.of(today)
    passed = f"{today:%m-%d}" >= purged_on
    # Days of the autumn come after the summer in which a year ends.
    return this if passed or today.month < 8 else SchoolYear.of(date(today.year - 1, 10, 1))


def unnamed_on(year: SchoolYear, purged_on: str) -> date:
    """The first day on which the pupils of a school year are named no more."""
    day = year.last_day
    while oldest_named(day, purged_on) <= year:
        day += _A_DAY
    return day
