"""Working days of metropolitan France (jours ouvrés): weekdays that are no public holiday.

Pure functions of a date: nothing is to be updated when a year begins.
"""

from datetime import date, timedelta
from functools import lru_cache

SATURDAY = 5
_A_DAY = timedelta(days=1)
_FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
_AFTER_EASTER = (timedelta(days=1), timedelta(days=39), timedelta(days=50))
"""Easter Monday, Ascension and Whit Monday."""


def easter_sunday(year: int) -> date:
    """Easter of the Gregorian calendar, by the algorithm of Meeus, Jones and Butcher."""
    century, of_century = divmod(year, 100)
    golden = year % 19
    leaps, century_left = divmod(century, 4)
    moon = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leaps - moon + 15) % 30
    weekday = (32 + 2 * century_left + 2 * (of_century // 4) - epact - of_century % 4) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=64)
def public_holidays(year: int) -> frozenset[date]:
    """The public holidays (jours fériés) of a year, article L3133-1 of the Code du travail."""
    easter = easter_sunday(year)
    fixed = (date(year, month, day) for month, day in _FIXED)
    return frozenset((*fixed, *(easter + after for after in _AFTER_EASTER)))


def is_working_day(day: date) -> bool:
    """Whether it is one of Monday to Friday, and no public holiday."""
    return day.weekday() < SATURDAY and day not in public_holidays(day.year)


def next_working_day(day: date) -> date:
    """The first working day after that day."""
    found = day + _A_DAY
    while not is_working_day(found):
        found += _A_DAY
    return found


def is_first_of_week(day: date) -> bool:
    """Whether it is the first working day of its week: Monday, or Tuesday after a holiday."""
    earlier = (day - n * _A_DAY for n in range(1, day.weekday() + 1))
    return is_working_day(day) and not any(map(is_working_day, earlier))


def worked_by(day: date) -> date:
    """That day, or the last working day before it."""
    while not is_working_day(day):
        day -= _A_DAY
    return day


def worked_from(day: date) -> date:
    """That day, or the first working day after it."""
    return next_working_day(day - _A_DAY)


def working_days_after(day: date, many: int) -> date:
    """The working day that comes so many working days after that day."""
    for _ in range(many):
        day = next_working_day(day)
    return day


def working_days_before(day: date, many: int) -> date:
    """The working day that came so many working days before that day."""
    for _ in range(many):
        day = worked_by(day - _A_DAY)
    return day


def working_days_between(start: date, end: date) -> int:
    """How many working days came after `start`, `end` included; 0 on the same day."""
    many, day = 0, next_working_day(start)
    while day <= end:
        many, day = many + 1, next_working_day(day)
    return many
