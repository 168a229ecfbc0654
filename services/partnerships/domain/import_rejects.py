"""The lines of a list that were left out, as a file to correct and import again."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

REASON, LINE = "Motif du rejet", "Ligne d’origine"
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class RejectedLine:
    """One line as the file has it, and why it was left out."""

    line: int
    cells: Sequence[str]
    reason: str


def rejects_file(headings: Sequence[str], lines: Iterable[RejectedLine]) -> bytes:
    """A CSV that French Excel opens as it is: UTF-8 with its mark, semicolons, one line each.

    The reason and the number of the line come last, so that the columns of the file stay in place.
    """
    content = io.StringIO()
    writer = csv.writer(content, delimiter=";", lineterminator="\r\n")
    writer.writerow([*map(harmless, headings), REASON, LINE])
    for one in lines:
        padded = [*one.cells, *[""] * (len(headings) - len(one.cells))][: len(headings)]
        writer.writerow([*map(harmless, padded), one.reason, one.line])
    return content.getvalue().encode("utf-8-sig")


def harmless(text: str) -> str:
    """A text no spreadsheet takes for a formula; reading a list takes the sign off again."""
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text
