"""Days in French, as sentences say them."""

from datetime import date

NBSP = "\u00a0"
_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
    "octobre", "novembre", "décembre",
)  # fmt: skip


def day(value: date) -> str:
    """`1er février 2027`."""
    number = "1er" if value.day == 1 else str(value.day)
    return f"{number}{NBSP}{_MONTHS[value.month - 1]} {value.year}"


def between(start: date, end: date) -> str:
    """`du 4 au 29 janvier 2027`, without repeating the month or the year."""
    first = "1er" if start.day == 1 else str(start.day)
    if start.year != end.year:
        return f"du {day(start)} au {day(end)}"
    if start.month != end.month:
        return f"du {first}{NBSP}{_MONTHS[start.month - 1]} au {day(end)}"
    return f"du {first} au {day(end)}"
