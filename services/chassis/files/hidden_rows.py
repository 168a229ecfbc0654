"""What a workbook hides: rows that a filter or a fold leaves out, columns. The reader says nothing of them."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from posixpath import normpath

_ATTRIBUTE = re.compile(rb"""(?<![\w:.-])([\w:.-]++)\s*+=\s*+["']([^"'<>]*+)["']""")
_ROW, _COLUMN, _SHEET, _LINK = (
    re.compile(rb"<(?:[\w.-]+:)?row(?=[\s/>])"),
    re.compile(rb"<(?:[\w.-]+:)?col(?=[\s/>])"),
    re.compile(rb"<(?:[\w.-]+:)?sheet(?=[\s/>])"),
    re.compile(rb"<(?:[\w.-]+:)?Relationship(?=[\s/>])"),
)
_TABLE, _TABLE_ROW = (
    re.compile(rb"<table:table(?=[\s/>])"),
    re.compile(rb"<table:table-row(?=[\s/>])"),
)
_BOOK, _LINKS, _TABLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "content.xml"
_TRUE = (b"1", b"true")
_LEFT_OUT = (b"collapse", b"filter")
_ROWS_MAX = 1_048_576
"""Of a sheet."""


@dataclass(frozen=True)
class Hidden:
    """The rows of a sheet that are not shown, as a spreadsheet numbers them, and its columns from 0."""

    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()


NOTHING_HIDDEN = Hidden()


def hidden_in(content: bytes) -> Sequence[Hidden]:
    """What each sheet hides, in their order; nothing where a file doesn't say it in this way."""
    if not content.startswith(b"PK"):
        return ()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = set(archive.namelist())
        if {_BOOK, _LINKS} <= names:
            return [
                _of_sheet(archive.read(part)) if part in names else NOTHING_HIDDEN
                for part in _parts(archive.read(_BOOK), archive.read(_LINKS))
            ]
        tables = _TABLE.split(archive.read(_TABLES))[1:] if _TABLES in names else ()
        return [Hidden(_filtered(table)) for table in tables]


def _parts(book: bytes, links: bytes) -> Iterator[str]:
    """The parts that hold the sheets, in their order."""
    targets = {found.get(b"Id"): found.get(b"Target", b"") for found in _said(_LINK, links)}
    for sheet in _said(_SHEET, book):
        key = next((text for name, text in sheet.items() if name.endswith(b":id")), None)
        target = targets.get(key, b"").decode("utf-8", errors="replace")
        yield normpath(target[1:] if target.startswith("/") else f"xl/{target}")


def _of_sheet(part: bytes) -> Hidden:
    rows, columns, row = set(), set(), 0
    for found in _said(_ROW, part):
        row = _number(found.get(b"r"), row + 1)
        if found.get(b"hidden") in _TRUE:
            rows.add(row)
    for found in _said(_COLUMN, part):
        if found.get(b"hidden") in _TRUE:
            first = _number(found.get(b"min"), 1)
            columns |= set(range(first - 1, _number(found.get(b"max"), first)))
    return Hidden(frozenset(rows), frozenset(columns))


def _filtered(table: bytes) -> frozenset[int]:
    rows: set[int] = set()
    row = 1
    for found in _said(_TABLE_ROW, table):
        after = row + _number(found.get(b"table:number-rows-repeated"), 1)
        if found.get(b"table:visibility") in _LEFT_OUT:
            rows |= set(range(row, min(after, _ROWS_MAX)))
        row = after
    return frozenset(rows)


def _said(tag: re.Pattern[bytes], part: bytes) -> Iterator[Mapping[bytes, bytes]]:
    """The attributes of each of these elements."""
    for piece in tag.split(part)[1:]:
        yield dict(_ATTRIBUTE.findall(piece[: piece.find(b">")]))


def _number(text: bytes | None, otherwise: int) -> int:
    fits = text is not None and text.isdigit() and len(text) <= len(str(_ROWS_MAX))
    return min(int(text or b""), _ROWS_MAX) if fits else otherwise
