"""What a rule is: when it holds, where it comes from, and what it says of a stay."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

Days = tuple[date, date]
"""The first and the last day of a stay."""


class Level(StrEnum):
    """Whether a human has to say that they know it, or only reads it."""

    WARNING = "warning"
    REMINDER = "reminder"


@dataclass(frozen=True)
class Facts:
    """What is known of a stay of one pupil at one host."""

    days: Days
    born_on: date | None = None
    elsewhere_in_period: bool = False
    """Whether the pupil has another stay for the same period: neither is the whole of it."""
    same_host: tuple[Days, ...] = ()
    """Other stays of the pupil at the same company in the school year."""
    hosted: Mapping[str, int] = field(default_factory=dict)
    """Other pupils at the site, by week."""
    ceiling: int | None = None
    tutored: Mapping[str, int] = field(default_factory=dict)
    """Other pupils of the lycée that the tutor follows, by week."""


@dataclass(frozen=True)
class Outcome:
    """What a rule says, in French, with what to do."""

    level: Level
    text: str


@dataclass(frozen=True)
class Rule:
    """A rule as one text has it; it is looked at for stays that begin from `since` to `until`."""

    code: str
    title: str
    source: str
    since: date
    check: Callable[[Facts], Outcome | None]
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether it is in force."""
        return self.since <= day and (self.until is None or day <= self.until)


def working_days(stays: tuple[Days, ...]) -> int:
    """Days from Monday to Friday, each once; holidays are not taken off, Saturdays do not count."""
    found = {
        first + timedelta(days=n) for first, last in stays for n in range((last - first).days + 1)
    }
    return sum(day.isoweekday() <= 5 for day in found)
