"""Days as lists write them, and how old a birth date makes a pupil on a day."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from contracts.identifiers import SchoolYear
from contracts.words import plain

ADULT_FROM = 18
YOUNGEST, OLDEST = 11, 80
"""What is believed of a pupil of a lycée on the first day of the school year."""
_SHAPES = ("%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%d.%m.%Y", "%d %m %Y", "%Y-%m-%d", "%Y/%m/%d")
_MONTHS: Mapping[str, int] = {
    month: number
    for number, month in enumerate(
        (
            *("janvier", "fevrier", "mars", "avril", "mai", "juin"),
            *("juillet", "aout", "septembre", "octobre", "novembre", "decembre"),
        ),
        start=1,
    )
}
_IN_WORDS = re.compile(r"(\d{1,2})(?:er)? ([a-z]{3,9}) (\d{4})")
_HOUR = re.compile(r"[T ]\d{1,2}[:h].*$")
_SERIAL = re.compile(r"\d{5}(\.0+)?")
_SERIAL_ZERO = date(1899, 12, 30)
"""What spreadsheets count days from."""


def read_day(text: str) -> date | None:
    """The day a cell says, in any of the usual ways; None when it says none."""
    said = _HOUR.sub("", text.strip())
    for shape in _SHAPES:
        try:
            return datetime.strptime(said, shape).date()  # noqa: DTZ007 a day, no instant
        except ValueError:
            continue
    if _SERIAL.fullmatch(said):
        return _SERIAL_ZERO + timedelta(days=int(float(said)))
    words = _IN_WORDS.fullmatch(plain(said))
    if words is None or words[2] not in _MONTHS:
        return None
    try:
        return date(int(words[3]), _MONTHS[words[2]], int(words[1]))
    except ValueError:
        return None


def age_on(born: date, day: date) -> int:
    """Years passed on a day; who was born on 29 February is older from 1 March on, the stricter way."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def is_minor_on(born: date, day: date) -> bool:
    """Whether somebody is not an adult yet."""
    return age_on(born, day) < ADULT_FROM


def adult_on(born: date) -> date:
    """The first day somebody is an adult."""
    year = born.year + ADULT_FROM
    try:
        return born.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def is_believable(born: date, year: SchoolYear) -> bool:
    """Whether a pupil of this school year may have been born that day."""
    return YOUNGEST <= age_on(born, date(int(year[:4]), 9, 1)) <= OLDEST
