"""Columns headed by a year (« 2024 », « 2023-2024 ») that count something: one note a card tells them all."""

import re
from collections.abc import Sequence

from services.partnerships.base.text import plain
from services.partnerships.company_notes.model import NOTE_CHARACTERS_MAX, headed

_YEAR = re.compile(r"(?:.* )?20\d\d(?: (?:20)?\d\d)?|[12]\d [1-3]\d")
_COUNT = re.compile(r"\d{1,3}(?: (?:eleve|stagiaire|jeune|apprenti|pfmp|stage|place)s?)?")
_BEGIN = headed("Par année", "")


def is_count_of_year(heading: str, cell: str) -> bool:
    """Whether a cell says how many there were that year."""
    return bool(_YEAR.fullmatch(plain(heading)) and _COUNT.fullmatch(plain(cell)))


def told_by_year(counts: Sequence[tuple[str, str]]) -> str:
    """The note of them all: (heading, what its cell says)."""
    return _BEGIN + ", ".join(headed(heading, count) for heading, count in counts)


def is_by_year(note: str) -> bool:
    """Whether a note is one of these."""
    return note.startswith(_BEGIN)


def without_heading(note: str) -> str:
    """What such a note counts."""
    return note.removeprefix(_BEGIN)


def with_more_years(note: str, other: str) -> str | None:
    """Two of one card, made one: the other follows on a line of its own; None where they are too long."""
    longer = f"{note}\n{without_heading(other)}"
    return longer if len(longer) <= NOTE_CHARACTERS_MAX else None
