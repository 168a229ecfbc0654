"""What is due in the supervisor’s week: which moment each thing belongs to, and what each kind of thing is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from services.chassis.base.working_days import (
    next_working_day,
    worked_from,
    working_days_between,
)

CONVENED_BEFORE = timedelta(days=14)
"""How long before a meeting those who sit there are convened."""
MINUTES_WITHIN = timedelta(days=7)
"""How long after a meeting its minutes are to be read."""
AHEAD = timedelta(days=60)
"""How far ahead what others make due is shown; her own tasks are all there."""
WEEK = timedelta(days=7)


class Moment(StrEnum):
    """How soon something is due, in the order it is read."""

    LATE = "late"
    TODAY = "today"
    THIS_WEEK = "this_week"
    NEXT_WEEK = "next_week"
    LATER = "later"
    UNDATED = "undated"


class DueKind(StrEnum):
    """What something is that is due."""

    TASK = "task"
    DECISION = "decision"
    NEED = "need"
    SUPPORT = "support"
    CONVENE = "convene"
    MEETING = "meeting"
    ATTENDANCE = "attendance"
    MINUTES = "minutes"
    BODY = "body"
    DEADLINE = "deadline"
    OFFER_FILE = "offer_file"
    CAMPAIGN = "campaign"
    NEWS = "news"
    CHARTER = "charter"
    ACCOUNT = "account"


@dataclass(frozen=True)
class Due:
    """A row of the week: what it is, on which day, and where it is seen to.

    `id` and `version` of what is ticked off from the row; None: it is done on its own page alone.
    """

    kind: DueKind
    title: str
    href: str
    on: date | None = None
    lycee: str | None = None
    id: UUID | None = None
    version: int = 0
    more: str = ""
    """What stands beside the title: a committee, an hour."""

    def worked_late(self, today: date) -> int:
        """For how many working days its day is past, as a need's own page counts them; 0 over a week-end."""
        return working_days_between(self.on, today) if self.on and self.on < today else 0


def moment_of(on: date | None, today: date) -> Moment:
    """How soon a day is: weeks begin on Monday, and a day that is past is late, on Saturdays too."""
    if on is None:
        return Moment.UNDATED
    if on < today:
        return Moment.LATE
    if on == today:
        return Moment.TODAY
    monday = today + WEEK - timedelta(days=today.weekday())
    if on < monday:
        return Moment.THIS_WEEK
    return Moment.NEXT_WEEK if on < monday + WEEK else Moment.LATER


def by_moment(dues: Iterable[Due], today: date) -> Mapping[Moment, Sequence[Due]]:
    """The rows by moment, each moment in the order of days; moments without any are not there."""
    kinds = list(DueKind)
    found: dict[Moment, list[Due]] = {moment: [] for moment in Moment}
    for one in dues:
        found[moment_of(one.on, today)].append(one)
    for rows in found.values():
        rows.sort(key=lambda one: (one.on or date.max, kinds.index(one.kind), one.title))
    return {moment: rows for moment, rows in found.items() if rows}


def put_off_to(today: date) -> tuple[date, date]:
    """Where a task goes that is put off: the next working day, and a working day a week from now."""
    return next_working_day(today), worked_from(today + WEEK)


def convene_on(meets_on: date) -> date:
    """The day by which a meeting is convened."""
    return meets_on - CONVENED_BEFORE


def minutes_on(met_on: date) -> date:
    """The day by which the minutes of a meeting are written."""
    return met_on + MINUTES_WITHIN
