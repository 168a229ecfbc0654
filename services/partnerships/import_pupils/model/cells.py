"""A list of pupils without headings: told by what its columns hold."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from contracts.identifiers import Naf, Siren, Siret
from services.partnerships.base.text import plain
from services.partnerships.import_cells.model.cells import cell_text
from services.partnerships.import_cells.model.days import day_in
from services.partnerships.import_cells.model.person_cells import names_a_pupil

AGES = range(12, 23)
"""Of pupils of a vocational lycée, and of who has just left it."""
HELD = ("des noms", "des classes", "des dates de naissance")
_SHARE_MIN, _SOME = 0.8, 0.3
_ROWS_MIN, _ROWS_LOOKED_AT, _CLASS_CHARACTERS_MAX = 2, 60, 24
_CLASS = re.compile(r"[123T](?:[A-Z]{2}[A-Z0-9]*+|CAP\d?)(?: [A-Z0-9]{1,5})?")
_LEVEL = re.compile(
    r"(?:2nde|2de|seconde|1re|1ere|premiere|tle|term|terminale|[123t]? ?cap|bts|bac|3e|3eme|ulis|upe2a)\b.*"
)
_BETWEEN = re.compile(r" ?[,;/&\n] ?| et ")
_BORN = re.compile(r"\bn[ée](?:\(?e\)?)? le\b", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_]+(?:[ '’.-]{1,2}[^\W\d_]+){0,5}")


def holds_pupils(rows: Sequence[Sequence[str]], today: date) -> bool:
    """Whether these are pupils: a column of names, one of classes, one of dates they were born on."""
    filled = [cells for cells in rows if sum(bool(cell_text(cell)) for cell in cells) >= len(HELD)]
    looked_at = filled[:_ROWS_LOOKED_AT]
    # The first one may be headings nobody knows.
    return any(_hold(some, today) for some in (looked_at, looked_at[1:]) if len(some) >= _ROWS_MIN)


def may_tell_of_pupils(cells: Sequence[str], today: date | None) -> bool:
    """Whether a column may hold names of people, classes of one pupil each, or days pupils were born on.

    Without a day of today, any day may be such a one.
    """

    def is_born(cell: str) -> bool:
        return _is_birth(cell, today) if today else day_in(cell)[0] is not None

    def is_somebody(cell: str) -> bool:
        return _is_full_name(cell) or names_a_pupil(cell, announced=False)

    kinds = (is_somebody, _is_class, is_born, lambda cell: _tells_birth(cell, today))
    return any(sum(map(is_one, cells)) >= _SOME * len(cells) for is_one in kinds)


def tell_of_pupils(cells: Sequence[str], today: date | None) -> bool:
    """Whether cells under a heading of remarks are names of pupils, or days they were born on."""
    found = sum(names_a_pupil(cell, announced=True) or _tells_birth(cell, today) for cell in cells)
    return bool(cells) and found >= _SOME * len(cells)


def _is_full_name(cell: str) -> bool:
    """One name or several, each of two words and more with a capital (« Lina A., Tom R. »)."""
    return all(
        len(words := one.split()) > 1
        and _is_name(one.rstrip("."))
        and all(word[0].isupper() for word in words)
        for one in _BETWEEN.split(cell)
    )


def _hold(rows: Sequence[Sequence[str]], today: date) -> bool:
    columns = list(_columns(rows))
    if any(_are(cells, _is_number) for cells in columns):
        return False
    births = {at for at, cells in enumerate(columns) if _are(cells, lambda c: _is_birth(c, today))}
    classes = {at for at, cells in enumerate(columns) if _are(cells, _is_class)} - births
    names = {at for at, cells in enumerate(columns) if _are(cells, _is_name)} - classes
    return bool(births and classes and names)


def _columns(rows: Sequence[Sequence[str]]) -> Iterator[list[str]]:
    """What each column holds, of those that most rows fill."""
    for at in range(max(map(len, rows))):
        cells = [text for row in rows if at < len(row) and (text := cell_text(row[at]))]
        yield cells if len(cells) >= _SHARE_MIN * len(rows) else []


def _are(cells: Sequence[str], is_one: Callable[[str], bool]) -> bool:
    return bool(cells) and sum(map(is_one, cells)) >= _SHARE_MIN * len(cells)


def _is_birth(cell: str, today: date) -> bool:
    day, beside = day_in(cell)
    if day is None or beside:
        return False
    return today.year - day.year - ((today.month, today.day) < (day.month, day.day)) in AGES


def _tells_birth(cell: str, today: date | None) -> bool:
    """Whether a cell says when somebody of the age of a pupil was born, alone or in a sentence."""
    day, beside = day_in(cell)
    if day is None:
        return False
    if today is None:
        return bool(_BORN.search(cell))
    in_age = _is_birth(f"{day:%d/%m/%Y}", today)
    return in_age and (not beside or bool(_BORN.search(cell)))


def _is_class(cell: str) -> bool:
    if len(cell) > _CLASS_CHARACTERS_MAX:
        return False
    return bool(_CLASS.fullmatch(cell) or _LEVEL.fullmatch(plain(cell)))


def _is_name(cell: str) -> bool:
    return bool(_NAME.fullmatch(cell))


def _is_number(cell: str) -> bool:
    """Whether it is the number of a company, or of what it does."""
    for kind in (Siret, Siren, Naf):
        try:
            kind(cell)
        except ValueError:
            continue
        return True
    return False
