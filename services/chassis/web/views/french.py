"""How figures, dates and identifiers are written in French. Filters of the templates."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from contracts.elision import elided

PARIS = ZoneInfo("Europe/Paris")
NARROW = "\u202f"
NO_BREAK = "\u00a0"
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
SHORT_MONTHS = (
    "janv.", "févr.", "mars", "avr.", "mai", "juin",
    "juil.", "août", "sept.", "oct.", "nov.", "déc.",
)  # fmt: skip

_KINDS_OF_LYCEE = frozenset(
    {"LP", "LPO", "LPP", "LPA", "LEP", "LEPA", "LEGT", "LEGTA", "LGT", "LT"}
)
_SAID_OF_ANY_LYCEE = re.compile(
    r"^(lycée|lycee|professionnel|polyvalent|général|technologique|agricole|privé|public"
    r"|des métiers|et|de la|de|du|des|le|la|les)\s+|^(d|l)[’']",
    re.IGNORECASE,
)
Key = TypeVar("Key", bound=str)

_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
_TOUCHED = re.compile(r"['\x00-\x1f\x7f\u2028\u2029;!?:«»]")
"""Without any of these a text is printed as it was typed; most names are."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")
_SPACED = (
    (re.compile(r"(?<! ) ++(?=[;!?])"), NARROW),
    (re.compile(r"(?<! ) ++(?=[:»])|(?<=«) ++"), NO_BREAK),
)


def date_fr(day: date | None, *, weekday: bool = True, year: bool = True) -> str:
    """« mardi 24 novembre 2026 »; an instant is told in Paris time."""
    if day is None:
        return ""
    if isinstance(day, datetime):
        day = day.astimezone(PARIS).date()
    number = "1er" if day.day == 1 else str(day.day)
    words = [DAYS[day.weekday()]] if weekday else []
    words += [f"{number}{NO_BREAK}{MONTHS[day.month - 1]}"]
    words += [str(day.year)] if year else []
    return " ".join(words)


def month_name(day: date) -> str:
    """« novembre 2026 »."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def date_range(first: date, last: date, *, weekday: bool = True) -> str:
    """« du lundi 11 janvier au vendredi 5 février 2027 »; the year once when it is the same."""
    start = date_fr(first, weekday=weekday, year=first.year != last.year)
    return f"du {start} au {date_fr(last, weekday=weekday)}"


def short_range(first: date, last: date) -> str:
    """« du 16 nov. au 11 déc. »: of this season, where the year goes without saying."""
    return "du {} au {}".format(
        *(
            f"{'1er' if on.day == 1 else on.day}{NO_BREAK}{SHORT_MONTHS[on.month - 1]}"
            for on in (first, last)
        )
    )


def date_short(day: date | None) -> str:
    """« 24/11/2026 »."""
    if isinstance(day, datetime):
        day = day.astimezone(PARIS).date()
    return f"{day:%d/%m/%Y}" if day else ""


def time_fr(instant: datetime) -> str:
    """« 14 h 30 », in Paris time."""
    local = instant.astimezone(PARIS)
    return f"{local.hour}{NO_BREAK}h{NO_BREAK}{local.minute:02}"


def hour_fr(hour: time) -> str:
    """« 14 h 30 », of an hour that is of no day."""
    return f"{hour.hour}{NO_BREAK}h{NO_BREAK}{hour.minute:02}"


def datetime_fr(instant: datetime | None) -> str:
    """« mardi 24 novembre 2026 à 14 h 30 », in Paris time."""
    return f"{date_fr(instant)} à {time_fr(instant)}" if instant else ""


def ago(instant: datetime | None, now: datetime | None = None) -> str:
    """« il y a 3 min »; `now` is the time of the reading, by default the machine's."""
    if instant is None:
        return "jamais"
    seconds = ((now or datetime.now(UTC)) - instant).total_seconds()
    if seconds < 60:
        return "à l’instant"
    for size, unit in ((86_400, "j"), (3_600, "h"), (60, "min")):
        if seconds >= size:
            return f"il y a {number(int(seconds // size))}{NO_BREAK}{unit}"
    raise AssertionError("unreachable: a minute or more has passed")


def number(value: float | None, decimals: int = 0) -> str:
    """« 12 345 », « 3,5 »."""
    if value is None:
        return ""
    return f"{value:,.{decimals}f}".replace(",", NARROW).replace(".", ",")


def percent(part: float, whole: float, decimals: int = 0) -> str:
    """« 87 % », « 1 234,5 % », or a dash when there is nothing to divide by."""
    return f"{number(round(100 * part / whole, decimals), decimals)}{NARROW}%" if whole else "–"


def business_number(value: str | None) -> str:
    """« 552 100 554 00013 »: groups of three, then the five of the establishment."""
    digits = str(value or "")
    groups = [digits[i : i + 3] for i in range(0, 9, 3)] + [digits[9:]]
    return NO_BREAK.join(filter(None, groups)) if digits.isdigit() else digits


def phone(value: str | None) -> str:
    """« 05 36 49 12 34 » for a French number, what was typed otherwise."""
    text = "".join(c for c in str(value or "") if c.isdigit() or c == "+")
    if text.startswith("+33"):
        text = "0" + text[3:]
    if len(text) != 10 or not text.isdigit():
        return str(value or "")
    return NO_BREAK.join(text[i : i + 2] for i in range(0, 10, 2))


def plural(count: int, one: str, many: str | None = None) -> str:
    """« 1 élève », « 2 élèves »: French counts 0 and 1 as one."""
    word = one if abs(count) < 2 else many or f"{one}s"
    return f"{number(count)}{NO_BREAK}{word}"


def lycee(name: str) -> str:
    """« lycée des Tilleuls », « LP Jean-Bouin », to be put in a sentence: what kind of school it is
    is said once.
    """
    first, _, rest = name.strip().partition(" ")
    if first.casefold() in {"lycée", "lycee"} and rest:
        return f"lycée {rest}"
    return name.strip() if first in _KINDS_OF_LYCEE and rest else f"lycée {name.strip()}"


def short_names(names: Mapping[Key, str]) -> dict[Key, str]:
    """« Tilleuls » for « Lycée des Tilleuls »; the whole name where two would be called the same."""
    short = {key: _short_name(name) for key, name in names.items()}
    called = [name.casefold() for name in short.values()]
    return {
        key: name if called.count(name.casefold()) == 1 else names[key]
        for key, name in short.items()
    }


def _short_name(name: str) -> str:
    first, _, rest = name.strip().partition(" ")
    told = rest if first in _KINDS_OF_LYCEE and rest else name.strip()
    while (left := _SAID_OF_ANY_LYCEE.sub("", told).strip()) and left != told:
        told = left
    return told[:1].upper() + told[1:]


def typo(text: str) -> str:
    """What somebody typed, on one line, with the apostrophes and no-break spaces of print."""
    if not _TOUCHED.search(text):
        return text
    told = _APOSTROPHE.sub("’", _CONTROL.sub(" ", text))
    for spaces, kept in _SPACED:
        told = spaces.sub(kept, told)
    return told


FILTERS: dict[str, Callable[..., Any]] = {
    "date_fr": date_fr,
    "date_range": date_range,
    "short_range": short_range,
    "date_short": date_short,
    "time_fr": time_fr,
    "hour_fr": hour_fr,
    "datetime_fr": datetime_fr,
    "ago": ago,
    "number": number,
    "percent": percent,
    "business_number": business_number,
    "phone": phone,
    "plural": plural,
    "typo": typo,
    "lycee": lycee,
    "elided": elided,
}
