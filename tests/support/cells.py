"""What no cell of a file people take away may hold: a word of the code in place of one of theirs."""

import io
import re
import sys
from functools import cache

import python_calamine

_OURS = ("services.", "contracts.", "deploy.")
_CODE = re.compile(
    r"\bNone\b|\bColonne \d|\bobject at\b|<[\w.]+[:>]|\bUUID\(|\bdatetime\.|\bUndefined\b"
)
_WORD = re.compile(r"[A-Za-z]\w+")
_TWO_HUMPS = re.compile(r"[A-Z][a-z0-9]+[A-Z]\w*")
"""« CoveragePart », and not « Figure », which is a word too."""


@cache
def _names() -> frozenset[str]:
    modules = [module for name, module in list(sys.modules.items()) if name.startswith(_OURS)]
    return frozenset(
        name
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, type) and _TWO_HUMPS.fullmatch(name)
    )


def words_of_code(text: str) -> set[str]:
    """What of a cell is ours: the name of a class, a repr, a heading nobody gave."""
    return {*_CODE.findall(text), *(_names() & set(_WORD.findall(text)))}


def leaked(content: bytes, path: str) -> list[str]:
    """The cells of a workbook, or the lines of a CSV, that hold one."""
    if not path.endswith(".xlsx"):
        cells = content.decode("utf-8-sig").splitlines()
    else:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
        cells = [str(cell) for rows in sheets for row in rows for cell in row]
    return [cell for cell in cells if words_of_code(cell)]
