"""A workbook of several sheets whose cells reckon with one another, made in a process of its own.

A formula is ours, made of coordinates; what people wrote is only ever text. Each formula carries its
result, for readers that reckon nothing.
"""

import io
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from string import ascii_uppercase
from typing import Any

from services.chassis.documents.apart import answer_made, make_apart
from services.chassis.exports.sheet import Column, harmless


class Look(StrEnum):
    """How a number is written."""

    PLAIN = "0"
    PERCENT = "0.0%"
    SIGNED = "+0;-0;0"
    POINTS = '+0.0" pt";-0.0" pt";0.0" pt"'


@dataclass(frozen=True)
class Formula:
    """An expression in English without « = », and its result."""

    expression: str
    result: float | int | str
    look: Look = Look.PLAIN


@dataclass(frozen=True)
class Heading:
    """A text in bold, over lines or beside a total."""

    text: str


LinkedCell = str | int | float | Formula | Heading | None


@dataclass(frozen=True)
class LinkedSheet:
    """One sheet: what is said above it, its columns, its lines."""

    name: str
    about: Sequence[str]
    columns: Sequence[Column]
    rows: Sequence[Sequence[LinkedCell]]

    @property
    def first_row(self) -> int:
        """The number of the first line under the headings, as a spreadsheet counts."""
        return len(self.about) + 2


def at(column: int, row: int) -> str:
    """« C12 »: a column from 0, a row as a spreadsheet counts."""
    letters, left = "", column + 1
    while left:
        left, letter = divmod(left - 1, len(ascii_uppercase))
        letters = ascii_uppercase[letter] + letters
    return f"{letters}{row}"


async def linked_workbook(title: str, made_on: date, sheets: Sequence[LinkedSheet]) -> bytes:
    """The file. Raises DocumentNotMade."""
    told = [
        {**asdict(one), "rows": [[_told(cell) for cell in row] for row in one.rows]}
        for one in sheets
    ]
    return await make_apart(
        __name__, {"title": title, "made_on": made_on.isoformat(), "sheets": told}
    )


def _told(cell: LinkedCell) -> Any:
    if isinstance(cell, Formula):
        return {"formula": cell.expression, "result": cell.result, "look": cell.look.value}
    return {"heading": cell.text} if isinstance(cell, Heading) else cell


def _make(asked: Any, _: bytes) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        created = date.fromisoformat(asked["made_on"])
        book.set_properties({"title": asked["title"], "created": created})
        formats = _Formats(book)
        for sheet in asked["sheets"]:
            _write(book.add_worksheet(sheet["name"]), sheet, formats)
    return made.getvalue()


class _Formats:
    """The formats of a book, each made once."""

    def __init__(self, book: Any) -> None:
        self.text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        self.line = book.add_format({"num_format": "@"})
        self.bold = book.add_format({"bold": True})
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        self.looks = {
            one.value: book.add_format({"num_format": one.value, "valign": "top"}) for one in Look
        }


def _write(page: Any, sheet: dict[str, Any], formats: _Formats) -> None:
    about = sheet["about"]
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_footer("&RPage &P sur &N")
    page.repeat_rows(len(about))
    page.freeze_panes(len(about) + 1, 1)
    for row, line in enumerate(about):
        page.write_string(row, 0, harmless(line), formats.line)
    for column, one in enumerate(sheet["columns"]):
        page.set_column(column, column, one["width"])
        page.write_string(len(about), column, harmless(one["title"]), formats.head)
    for row, cells in enumerate(sheet["rows"], start=len(about) + 1):
        for column, value in enumerate(cells):
            _write_cell(page, (row, column), value, formats)


def _write_cell(page: Any, where: tuple[int, int], value: Any, formats: _Formats) -> None:
    if isinstance(value, dict) and "heading" in value:
        page.write_string(*where, harmless(value["heading"]), formats.bold)
    elif isinstance(value, dict):
        look = formats.looks[value["look"]]
        page.write_formula(*where, f"={value['formula']}", look, value["result"])
    elif isinstance(value, str):
        # A string is no formula here, but becomes one when somebody saves the sheet as CSV.
        page.write_string(*where, harmless(value), formats.text)
    elif value is not None:
        page.write_number(*where, value, formats.looks[Look.PLAIN.value])


if __name__ == "__main__":
    # Here, and before it is sealed: the services have no use for it.
    import xlsxwriter

    answer_made(_make)
