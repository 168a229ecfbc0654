"""What a column is, told by what it holds: birth dates, addresses that bear the names of pupils."""

import re
from collections.abc import Sequence
from datetime import date

from contracts.words import plain
from services.internships.families.model import FamilyMailWrong, checked_mail
from services.internships.pupils.model import age_on, read_day

AGES = range(12, 23)
"""Of pupils of a vocational lycée, and of who has just left it."""
_FIGURES = re.compile(r"\d+")
_SHARE_MIN = 0.8
_CELLS_MIN, _ROWS_LOOKED_AT = 2, 60


def column_of_births(
    rows: Sequence[Sequence[str]], among: Sequence[int], today: date
) -> int | None:
    """The only one of these columns whose days are those pupils were born on."""
    found = [at for at in among if _are_births(rows[:_ROWS_LOOKED_AT], at, today)]
    return found[0] if len(found) == 1 else None


def _are_births(rows: Sequence[Sequence[str]], at: int, today: date) -> bool:
    cells = [text for row in rows if at < len(row) and (text := row[at].strip())]
    days = [read_day(cell) for cell in cells]
    born = [day for day in days if day and age_on(day, today) in AGES]
    return len(cells) >= _CELLS_MIN and len(born) >= _SHARE_MIN * len(cells)


def is_mail(text: str) -> bool:
    """Whether a cell is one mail address and nothing else."""
    try:
        return bool(checked_mail(text))
    except FamilyMailWrong:
        return False


def resembles(mail: str, last_name: str, first_name: str) -> bool:
    """Whether an address bears the surname and the first name of a pupil: it is likely the pupil's own."""
    words, last, first = _words_of(mail), plain(last_name).split(), plain(first_name).split()
    if not (words and last and first):
        return False
    joined = {"".join(pair) for one in (first, first[:1]) for pair in (one + last, last + one)}
    return "".join(words) in joined or {*last, first[0]} <= set(words)


def bear_names(mails: Sequence[tuple[str, str, str]]) -> bool:
    """Whether most addresses of a column bear the names of the pupils beside them, or their initials."""
    return 2 * sum(resembles(*one) or _has_initial(*one) for one in mails) > len(mails)


def _has_initial(mail: str, last_name: str, first_name: str) -> bool:
    last, initial = "".join(plain(last_name).split()), plain(first_name)[:1]
    return bool(initial) and "".join(_words_of(mail)) in {initial + last, last + initial}


def _words_of(mail: str) -> list[str]:
    """The words of the local part of an address, without its figures."""
    return plain(_FIGURES.sub(" ", mail.partition("@")[0])).split()
