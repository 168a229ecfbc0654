"""The day a cell tells (« 12/03/2026 », « 12 mars 2026 », a day as spreadsheets count them)."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from services.partnerships.base.text import plain

_MONTHS = (
    *("janvier", "fevrier", "mars", "avril", "mai", "juin"),
    *("juillet", "aout", "septembre", "octobre", "novembre", "decembre"),
)
_SHORT = {"janv": 1, "fevr": 2, "fev": 2, "avr": 4, "juil": 7, "sept": 9, "oct": 10, "nov": 11}
_IN_WORDS = {name: n for n, name in enumerate(_MONTHS, start=1)} | _SHORT | {"dec": 12}
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?(?!\d)")
_FIGURES = re.compile(
    r"(?<!\d)(?<!(?<!\d)\d[/.-])(?<!(?<!\d)\d\d[/.-])"
    r"(\d{1,2})[/.-](\d{1,2})[/.-](?:(\d{4})(?!\d)|(\d{2})(?![/.-]?\d))"
)
"""Three numbers and no more: those of a telephone (« 06.12.10.25.44 ») are no day."""
_PHONE = re.compile(r"(?<!\d)0\d (?:\d\d[ .-]){3}\d\d(?![/.-]?\d)")
"""One that is written with spaces here, and with dots or dashes there."""
_WORDS = re.compile(r"(?<!\d)(\d{1,2})(?:er)? ([a-zéèûô]{3,9})\.? (\d{4})(?!\d)", re.IGNORECASE)
_COUNTED = re.compile(r"\d{5}")
_EPOCH, _FIRST, _LAST = date(1899, 12, 30), 36_526, 73_050
"""Days a spreadsheet counts since 1900; of 2000 to 2099, others are no days."""


def day_in(text: str) -> tuple[date | None, str]:
    """The last day a cell tells, and what it says besides; no day where none can be read."""
    if _COUNTED.fullmatch(text.strip()) and _FIRST <= int(text) <= _LAST:
        return _EPOCH + timedelta(days=int(text)), ""
    found = list(_days(text))
    if not found:
        return None, text.strip()
    alone = len(found) == 1 and not plain(text.replace(found[0][1], ""))
    return max(day for day, _ in found), "" if alone else text.strip()


def in_french(text: str) -> str:
    """A day as people write it, where a workbook keeps it as « 2027-01-11 00:00:00 »; any other text as it is."""
    found = _ISO.fullmatch(text.strip())
    day = next((day for day, _ in _day(found[3], found[2], found[1], "")), None) if found else None
    return f"{day:%d/%m/%Y}" if day else text


def _days(text: str) -> Iterator[tuple[date, str]]:
    for match in _ISO.finditer(text):
        yield from _day(match[3], match[2], match[1], match[0])
    for match in _FIGURES.finditer(_PHONE.sub(" ", text)):
        year = match[3] or f"20{match[4]}"
        yield from _day(match[1], match[2], year, match[0])
    for match in _WORDS.finditer(text):
        month = _IN_WORDS.get(plain(match[2]))
        if month:
            yield from _day(match[1], str(month), match[3], match[0])


def _day(day: str, month: str, year: str, written: str) -> Iterator[tuple[date, str]]:
    try:
        yield date(int(year), int(month), int(day)), written
    except ValueError:
        return
