"""A list in several tables with the same headings: side by side in a sheet, or in several sheets."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from string import digits

from services.partnerships.base.text import plain
from services.partnerships.company_notes.model import headed
from services.partnerships.import_columns.model.fields import REMARK
from services.partnerships.import_rows.model.row import ImportRow, RefusedRow

SHEET = "Feuille"
_UNNAMED = re.compile(r"(?:feuil|feuille|sheet|page|tableau|export)\W*\d*", re.IGNORECASE)
_REPEATED_MIN = 2
"""Headings that come again, the company's among them, from which on they are another table."""


def tables_beside(
    cells: Sequence[str], columns: Mapping[str, int]
) -> tuple[Sequence[Mapping[str, int]], frozenset[int]]:
    """The columns of each table of a row of headings, and all those that are not of the first."""
    keys = [_unnumbered(plain(cell)) for cell in cells]
    name = columns.get("name", len(keys))
    again = [at for at in range(name + 1, len(keys)) if keys[at] and keys[at] == keys[name]]
    places = {key: [at for at, one in enumerate(keys) if one == key] for key in keys if key}
    repeated = {key: found for key, found in places.items() if len(found) == len(again) + 1}
    if not again or len(repeated) < _REPEATED_MIN or set(again) & set(columns.values()):
        return [columns], frozenset()
    beside = frozenset(at for found in repeated.values() for at in found[1:])
    first = {field: at for field, at in columns.items() if at not in beside}
    others = [
        {field: repeated[keys[at]][n] for field, at in first.items() if keys[at] in repeated}
        for n in range(1, len(again) + 1)
    ]
    return [first, *others], beside


def of_sheet(row: ImportRow | RefusedRow, sheet: str) -> ImportRow | RefusedRow:
    """A line of one sheet among several: the name of the sheet, when it says something, stays as a note."""
    if isinstance(row, RefusedRow) or _UNNAMED.fullmatch(sheet):
        return row
    return _noted(row, sheet)


def _noted(row: ImportRow, sheet: str) -> ImportRow:
    """The line with the name of its sheet as a column of remarks: a correction reads it again."""
    origin = row.origin
    at = max((len(origin.cells), *(at + 1 for at in origin.columns.values())))
    cells = (*origin.cells, *[""] * (at - len(origin.cells)), sheet)
    columns = {**origin.columns, f"{REMARK}:{SHEET}": at}
    notes = tuple(dict.fromkeys((*row.besides.notes, headed(SHEET, sheet))))
    return replace(
        row,
        origin=replace(origin, cells=cells, columns=columns),
        besides=replace(row.besides, notes=notes),
    )


def _unnumbered(heading: str) -> str:
    """A heading (intitulé de colonne) without the number a spreadsheet gave it: "nom 2", "tel n2".

    By hand: an expression would read a cell of digits once for each of them.
    """
    word = heading.rstrip(digits)
    if word == heading:
        return heading
    return (word[:-1] if word.endswith(("p", "n")) else word).removesuffix(" ")
