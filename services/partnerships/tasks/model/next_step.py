"""When to go on with a company: said in one tap, without a calendar."""

from datetime import date, timedelta
from enum import StrEnum

_SATURDAY = 5


class NextStepIn(StrEnum):
    """How soon the next step (prochaine étape) is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"

    def after(self, today: date) -> date:
        """A working day: nobody is called on a Saturday or a Sunday."""
        return working_day(today + timedelta(days=_DAYS[self]))


_DAYS = {NextStepIn.DAY: 1, NextStepIn.WEEK: 7, NextStepIn.MONTH: 28}


def working_day(day: date) -> date:
    """That day, or the Monday after it."""
    late = day.weekday() - _SATURDAY
    return day + timedelta(days=2 - late) if late >= 0 else day
