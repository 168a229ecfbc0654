"""The school year of a demonstration: its PFMP periods, and the hours at which things are done."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from contracts.identifiers import SchoolYear
from deploy.demo.lycees import CAP1, CAP2, PREMIERE, SECONDE, TERMINALE

HISTORY_DAYS = 350
"""How far back exchanges go: what is older than 13 months keeps nothing but its number."""
_DRAWN_FOR = 2026
# Monday and Friday of each period of 2026-2027, holidays of zone C left out.
_SLOTS = {
    TERMINALE: ((date(2026, 9, 28), date(2026, 10, 16)), (date(2027, 3, 1), date(2027, 3, 26))),
    PREMIERE: ((date(2026, 11, 16), date(2026, 12, 11)), (date(2027, 5, 17), date(2027, 6, 11))),
    SECONDE: ((date(2027, 1, 18), date(2027, 2, 5)), (date(2027, 5, 31), date(2027, 6, 18))),
    CAP1: ((date(2027, 1, 11), date(2027, 2, 5)), (date(2027, 5, 17), date(2027, 6, 11))),
    CAP2: ((date(2026, 11, 9), date(2026, 12, 4)), (date(2027, 3, 8), date(2027, 4, 2))),
}


@dataclass(frozen=True)
class Slot:
    """One period of a level; a draft is still being prepared."""

    level: str
    starts_on: date
    ends_on: date
    draft: bool

    @property
    def weeks(self) -> int:
        return (self.ends_on - self.starts_on).days // 7 + 1


@dataclass(frozen=True)
class Calendar:
    """Everything is counted from the day the demonstration began."""

    today: date

    @property
    def year(self) -> SchoolYear:
        return SchoolYear.of(self.today)

    @property
    def opening(self) -> date:
        """The day before which nobody works: that of the oldest exchange."""
        return self.today - timedelta(days=HISTORY_DAYS)

    @property
    def back_to_school(self) -> date:
        """When classes are imported; today at the latest, and after the school year began."""
        return min(self.today, date(int(self.year[:4]), 9, 4))

    def slots(self, level: str) -> list[Slot]:
        """The periods of a level; the last one of the first year of CAP is a draft."""
        return [
            Slot(level, self._moved(start), self._moved(end), draft=level == CAP1 and rank == 1)
            for rank, (start, end) in enumerate(_SLOTS[level])
        ]

    def at(self, day: date, hour: int) -> datetime:
        """An instant of a working day, never in the future: this morning is last night's."""
        if day >= self.today:
            day = self.today - timedelta(days=1)
            hour = 18
        return datetime.combine(day, time(hour, 12), UTC)

    def _moved(self, day: date) -> date:
        """The same weekday of the school year we are in."""
        return day + timedelta(weeks=52 * (int(self.year[:4]) - _DRAWN_FOR))
