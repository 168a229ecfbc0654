"""Reading an imported list (a workbook or a text), in a process of its own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from contracts.partnerships.companies import ImportSource
from services.chassis.files.cell_count import CellCount
from services.chassis.files.columns import Column
from services.chassis.files.reader_process import answer_apart, read_apart
from services.chassis.files.tables import ImportFileRefused, is_workbook, tables_in
from services.partnerships.base.chunks import in_pieces
from services.partnerships.base.phones import load_numbers
from services.partnerships.import_cells.model.line_numbers import PART_LINES
from services.partnerships.import_cells.model.person_cells import are_of_pupils
from services.partnerships.import_files.store.cell_uses import cells_of
from services.partnerships.import_files.store.layout import (
    NO_COMPANY,
    Layout,
    Parts,
    SourceTable,
    chosen_among,
    columns_of,
    first_rows,
    list_among,
    parts_of,
    reader,
    refuse_pupils,
    without_people,
)
from services.partnerships.import_rows.model.asides import told
from services.partnerships.import_rows.model.blocks import IN_BLOCKS, is_in_blocks, told_of_names
from services.partnerships.import_rows.model.lines import names_alone, read_lines
from services.partnerships.import_rows.model.parts import of_sheet
from services.partnerships.import_rows.model.row import ImportRow, RefusedRow

ROWS_MAX = 10_000
PIECE_ROWS = 50


@dataclass(frozen=True)
class ImportFile:
    """What a file holds: lines that can be used, and those that cannot.

    When nothing says which column is the companies' name, there are none of either.
    """

    source: ImportSource
    rows: tuple[ImportRow, ...]
    refused: tuple[RefusedRow, ...]
    headings: tuple[str, ...] = ()
    """Those of the file, recognised or not."""
    sheet: str = ""
    unread_sheets: tuple[str, ...] = ()
    """Other sheets of the workbook that hold something."""
    line: int = 1
    """The row of the headings."""
    columns: tuple[Column, ...] = ()
    """Those that hold something, and what each is taken for."""
    first_rows: tuple[tuple[int, str], ...] = ()
    """The first rows that hold something, one of which is the headings."""
    hidden_sheets: tuple[str, ...] = ()
    """Those that the workbook does not show."""
    along: tuple[str, ...] = ()
    """Other sheets with the same headings, read with it as one list."""
    tables: int = 1
    """How many tables stand side by side in the sheet."""
    cells: CellCount | None = None
    """Where its filled cells went; none as long as nothing says which column is the name."""

    @property
    def settled(self) -> bool:
        """Whether nobody has to be asked what the columns are."""
        named = any(column.field == "name" for column in self.columns)
        return named and not self.unlikely and all(column.sure for column in self.columns)

    @property
    def unlikely(self) -> str | None:
        """What is said of a list whose names are something else, when too many are."""
        return told_of_names([row.company.name for row in self.rows])

    @property
    def clear(self) -> bool:
        """Whether no line of it is asked about, refused or suspect: its headings may be remembered unasked."""
        asked = any(row.waits for row in self.rows)
        return not (asked or self.unlikely or self.refused)


async def read_import(
    content: bytes,
    known: Mapping[str, str | None] | None = None,
    chosen: Layout | None = None,
    sheet: str | None = None,
    line: int | None = None,
    *,
    today: date | None = None,
) -> ImportFile:
    """Read a file in a process of its own, or one `sheet` of it, with headings on that `line`.

    `today` tells who is of the age of a pupil, where no heading does. Raises ImportFileRefused.
    """
    options = {
        "known": known or {},
        "chosen": vars(chosen) if chosen else None,
        "sheet": sheet,
        "line": line,
        "today": today.isoformat() if today else None,
    }
    head, *pieces = await read_apart(__name__, content, options)
    rows: list[ImportRow] = []
    refused: list[RefusedRow] = []
    async for some in in_pieces(pieces, size=1):
        for kind, cells in some[0]:
            if kind == "row":
                rows.append(ImportRow.from_json(*cells))
            else:
                line, name, reason, kept, columns = cells
                refused.append(RefusedRow(line, name, reason, tuple(kept), columns))
    return _file(head, rows, refused)


def _file(
    head: Mapping[str, Any], rows: Sequence[ImportRow], refused: Sequence[RefusedRow]
) -> ImportFile:
    return ImportFile(
        ImportSource(head["source"]),
        tuple(rows),
        tuple(refused),
        tuple(head["headings"]),
        sheet=head["sheet"],
        unread_sheets=tuple(head["unread_sheets"]),
        line=head["line"],
        columns=tuple(map(Column.from_json, head["columns"])),
        first_rows=tuple((number, text) for number, text in head["first_rows"]),
        hidden_sheets=tuple(head["hidden_sheets"]),
        along=tuple(head["along"]),
        tables=head["tables"],
        cells=CellCount.from_json(head["cells"]),
    )


def parse(
    content: bytes,
    known: Mapping[str, str | None] | None = None,
    chosen: Layout | None = None,
    wanted: str | None = None,
    line: int | None = None,
    *,
    today: date | None = None,
) -> ImportFile:
    """Read a file here, or the sheet that is `wanted` of it, with headings on that line. Raises ImportFileRefused."""
    source = ImportSource.XLSX if is_workbook(content) else ImportSource.CSV
    sheets = tables_in(content)
    first = chosen_among(sheets, chosen) or list_among(
        [one for one in sheets if wanted in (None, one.name)], known or {}, line
    )
    if chosen is None:
        _refuse_what_is_none(first, today)
    along = chosen.along if chosen else () if wanted else None
    parts = parts_of(sheets, first, along)
    parts = parts if chosen else without_people(parts, today)
    named = "name" in first.heading.columns
    read = list(_lines(parts)) if named else []
    if named and not read:
        raise ImportFileRefused(NO_COMPANY, field="file")
    sheet, at, left = first.sheet, first.at, {first.sheet.name, *parts.along}
    return ImportFile(
        source,
        tuple(row for row in read if isinstance(row, ImportRow)),
        tuple(row for row in read if isinstance(row, RefusedRow)),
        tuple(sheet.rows[at][1]),
        sheet=sheet.name,
        unread_sheets=tuple(one.name for one in sheets if one.name not in left and one.rows),
        line=sheet.rows[at][0],
        columns=columns_of(parts, today),
        first_rows=tuple(first_rows(sheet)),
        hidden_sheets=tuple(one.name for one in sheets if one.unseen),
        along=tuple(parts.along),
        tables=sum(one.sheet is sheet for one in parts.every),
        cells=cells_of(sheets, parts, read) if named else None,
    )


def _refuse_what_is_none(first: SourceTable, today: date | None) -> None:
    """A list of pupils, or a file that is no table, is no list of companies."""
    refuse_pupils(first, today)
    if is_in_blocks([cells for _, cells in first.sheet.rows]):
        raise ImportFileRefused(IN_BLOCKS, field="file")


def _lines(parts: Parts) -> Iterator[ImportRow | RefusedRow]:
    count = 0
    names = [parts.every[0].sheet.name, *parts.along]
    noted = len(names) > 1 and not are_of_pupils(names)
    for number, part in enumerate(parts.every):
        for row in _of_part(part, number * PART_LINES):
            if parts.beside and not told(row.origin):
                continue  # what stands in that row is of the table beside
            yield of_sheet(row, part.sheet.name) if noted else row
            count += 1
            if count > ROWS_MAX:
                raise ImportFileRefused(
                    f"Ce fichier dépasse {ROWS_MAX} entreprises\u202f: coupez-le en plusieurs.",
                    field="file",
                )


def _of_part(part: SourceTable, begin: int) -> Iterator[ImportRow | RefusedRow]:
    """The lines of one table, numbered from there on."""
    table = [(begin + line, cells) for line, cells in part.sheet.rows[part.at :]]
    unseen = frozenset(begin + line for line in part.sheet.hidden.rows)
    reading = reader(names_alone=names_alone(table, part.heading))
    return read_lines(table, part.heading, reading, unseen)


def _pieces(content: bytes, options: Mapping[str, Any]) -> Iterator[Any]:
    chosen = options["chosen"]
    layout = Layout(**chosen) if chosen else None
    today = date.fromisoformat(options["today"]) if options["today"] else None
    read = parse(content, options["known"], layout, options["sheet"], options["line"], today=today)
    yield {
        "source": read.source,
        "headings": read.headings,
        "sheet": read.sheet,
        "unread_sheets": list(read.unread_sheets),
        "line": read.line,
        "columns": [column.to_json() for column in read.columns],
        "first_rows": read.first_rows,
        "hidden_sheets": read.hidden_sheets,
        "along": read.along,
        "tables": read.tables,
        "cells": read.cells.to_json() if read.cells else None,
    }
    told: list[tuple[str, Any]] = [("row", [row.line, row.to_json()]) for row in read.rows]
    told += [
        ("refused", [r.line, r.name, r.reason, r.cells, dict(r.columns)]) for r in read.refused
    ]
    for start in range(0, len(told), PIECE_ROWS):
        yield told[start : start + PIECE_ROWS]


if __name__ == "__main__":
    answer_apart(_pieces, lambda _: load_numbers())
