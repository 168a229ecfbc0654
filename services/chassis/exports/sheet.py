"""A list that goes out: its columns, what is said above it, and cells no spreadsheet misreads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.chassis.web.views.french import date_short

Cell = str | int | float | Decimal | date | None
Row = Sequence[Cell]

DEMONSTRATION = "Démonstration\u00a0: données inventées"
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True)
class Column:
    """A heading, and how many characters wide its column is in a workbook."""

    title: str
    width: int = 18


@dataclass(frozen=True)
class Sheet:
    """A list without its lines."""

    name: str
    """Of the file, and of the sheet: « notes »."""
    columns: Sequence[Column]
    about: Sequence[str] = ()
    """Above the list, one line each: whose it is, when it was made, what was filtered."""
    made_on: date | None = None
    """The day a workbook says it was made, so that the same list has the same bytes; None: the second it is."""


@dataclass(frozen=True)
class TextStyle:
    """How a list is written as text."""

    separator: str = ";"
    encoding: str = "utf-8-sig"
    """With the mark Excel takes the encoding from; what it lacks a letter for becomes « ? »."""
    for_excel: bool = True
    """Whether a number is kept as it is written by what another program would read as a formula."""


EXCEL = TextStyle()


def harmless(text: str) -> str:
    """A text no spreadsheet takes for a formula; reading a list takes the sign off again."""
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text


def csv_cell(value: Cell, style: TextStyle = EXCEL) -> str:
    """A value as French Excel reads it in a text file, or another program."""
    if value is None:
        return ""
    if isinstance(value, date):
        return date_short(value)
    if isinstance(value, str) and not style.for_excel:
        return harmless(value)
    if isinstance(value, str):
        # Figures alone would become a quantity: a long number in powers of ten, a postcode without its
        # first zero. A formula that is a constant is the one notation Excel leaves alone.
        return f'="{value}"' if value.isascii() and value.isdigit() else harmless(value)
    return str(value).replace(".", ",")
