"""A month of a report, as it was known then or as it is known today."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

from contracts.identifiers import SchoolYear

_KEY = re.compile(r"(20\d{2})-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Moment:
    """Figures up to the end of a day, as they were known at the end of that day or of a later one."""

    until: date
    known_on: date

    @property
    def past(self) -> bool:
        """Whether the day they are of was over when they were known."""
        return self.until < self.known_on


@dataclass(frozen=True, order=True)
class Month:
    """A month, by its first day."""

    first: date

    @classmethod
    def of(cls, day: date) -> "Month":
        """The month a day is in."""
        return cls(day.replace(day=1))

    @classmethod
    def of_key(cls, key: str) -> "Month | None":
        """The month an address names; None: it names none."""
        found = _KEY.fullmatch(key)
        return cls(date(int(found[1]), int(found[2]), 1)) if found else None

    @property
    def last(self) -> date:
        """Its last day."""
        return self.first.replace(day=monthrange(self.first.year, self.first.month)[1])

    @property
    def before(self) -> "Month":
        """The month before it."""
        return Month.of(self.first - timedelta(days=1))

    @property
    def key(self) -> str:
        """« 2026-11 »."""
        return f"{self.first:%Y-%m}"

    def until(self, today: date) -> date:
        """Its last day that is not to come."""
        return min(self.last, today)


@dataclass(frozen=True, order=True)
class Year:
    """A school year, by its first day."""

    first: date

    @classmethod
    def of(cls, day: date) -> "Year":
        """The school year a day is in."""
        return cls(SchoolYear.of(day).first_day)

    @classmethod
    def of_key(cls, key: str) -> "Year | None":
        """The year an address names; None: it names none."""
        try:
            return cls(SchoolYear(key).first_day)
        except ValueError:
            return None

    @property
    def last(self) -> date:
        """Its last day."""
        return SchoolYear.of(self.first).last_day

    @property
    def before(self) -> "Year":
        """The year before it."""
        return Year.of(self.first - timedelta(days=1))

    @property
    def key(self) -> str:
        """« 2026-2027 »."""
        return str(SchoolYear.of(self.first))

    def until(self, today: date) -> date:
        """Its last day that is not to come."""
        return min(self.last, today)

    def a_year_earlier(self, until: date) -> date:
        """The day of the year before that stands beside one of this year: its last, once this one is over."""
        if until >= self.last:
            return self.before.last
        # 29 February stands beside the 28th.
        day = until - timedelta(days=1) if (until.month, until.day) == (2, 29) else until
        return day.replace(year=day.year - 1)

    def months(self, until: date) -> "list[Month]":
        """Its months up to a day, in order."""
        return months_between(self.first, until)[::-1]


Period: TypeAlias = Month | Year
"""What a report is of."""


def period_of_key(key: str) -> Period | None:
    """The month or the school year an address names; None: it names none."""
    return Month.of_key(key) or Year.of_key(key)


def months_between(first: date, last: date) -> list[Month]:
    """From the month of one day to that of another, the newest first."""
    found, month = [], Month.of(last)
    while month >= Month.of(first):
        found.append(month)
        month = month.before
    return found


HELD = "action_held"
"""Actions that were held are a state: those of a lycée that keeps them are told no more at all."""
