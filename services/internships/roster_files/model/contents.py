"""A column of birth dates told by what it holds, where its heading is one nobody knows."""

from collections.abc import Sequence
from datetime import date

from services.internships.pupils.model import age_on, read_day

AGES = range(12, 23)
"""Of pupils of a vocational lycée, and of who has just left it."""
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
