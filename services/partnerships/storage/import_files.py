"""Reading an imported list (a workbook or a text), in a process of its own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from contracts.identifiers import CommuneCode
from contracts.partnerships import ImportSource
from contracts.strays import without_strays
from services.chassis.importing.apart import answer_apart, read_apart
from services.chassis.importing.columns import Column, samples_of, told_apart
from services.chassis.importing.tables import ImportFileRefused, Sheet, is_workbook, tables_in
from services.chassis.nomenclatures import communes
from services.partnerships.domain.import_columns import (
    Heading,
    heading_of,
    parted_field,
    unread_among,
)
from services.partnerships.domain.import_contents import CELLS_LOOKED_AT, guess_by_contents
from services.partnerships.domain.import_groups import Group, groups_of
from services.partnerships.domain.import_lines import names_alone, read_lines
from services.partnerships.domain.import_pupil_cells import HELD, holds_pupils
from services.partnerships.domain.import_pupils import (
    is_list_of_pupils,
    names_companies,
    told_as,
    told_of,
)
from services.partnerships.domain.import_reading import Reader
from services.partnerships.domain.import_row import ImportRow, RefusedRow
from services.partnerships.domain.text import place_key, plain
from services.partnerships.storage.phones import load_numbers, phone_number
from services.partnerships.storage.pieces import in_pieces

ROWS_MAX = 10_000
HEADING_SEARCH_ROWS, PIECE_ROWS = 30, 50
ROWS_OFFERED, ROW_CHARACTERS_MAX = 12, 120

NO_COMPANY = "Ce fichier ne contient aucune entreprise."


@dataclass(frozen=True)
class Layout:
    """Where the list is in the file, and the column of each field, as somebody said it."""

    sheet: str
    line: int
    columns: Mapping[str, int]


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

    @property
    def settled(self) -> bool:
        """Whether nobody has to be asked what the columns are."""
        named = any(column.field == "name" for column in self.columns)
        return named and all(column.sure for column in self.columns)


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
    sheet, at, heading = _chosen_among(sheets, chosen) or _list_among(
        [one for one in sheets if wanted in (None, one.name)], known or {}, line
    )
    if chosen is None:
        _refuse_pupils(sheet, at, heading, today)
    read = _lines(sheet, at, heading) if "name" in heading.columns else []
    if "name" in heading.columns and not read:
        raise ImportFileRefused(NO_COMPANY, field="file")
    return ImportFile(
        source,
        tuple(row for row in read if isinstance(row, ImportRow)),
        tuple(row for row in read if isinstance(row, RefusedRow)),
        tuple(sheet.rows[at][1]),
        sheet=sheet.name,
        unread_sheets=tuple(one.name for one in sheets if one is not sheet and one.rows),
        line=sheet.rows[at][0],
        columns=_columns(sheet, at, heading),
        first_rows=tuple(_first_rows(sheet)),
        hidden_sheets=tuple(one.name for one in sheets if one.unseen),
    )


def heading_keys(cells: Sequence[str]) -> list[str]:
    """What the headings of a row are remembered by."""
    return told_apart(map(plain, cells))


def _chosen_among(
    sheets: Sequence[Sheet], chosen: Layout | None
) -> tuple[Sheet, int, Heading] | None:
    if chosen is None:
        return None
    for sheet in sheets:
        for at, (line, cells) in enumerate(sheet.rows[: chosen.line]):
            if (sheet.name, line) == (chosen.sheet, chosen.line):
                pupils = unread_among(cells, _groups(sheet, at))
                return sheet, at, Heading(chosen.columns, 0, frozenset(range(len(cells))), pupils)
    return None


def _groups(sheet: Sheet, at: int) -> Sequence[Group | None]:
    """The groups that the row above says its columns are of."""
    return groups_of(sheet.rows[at - 1][1] if at else (), sheet.rows[at][1])


def _list_among(
    sheets: Sequence[Sheet], known: Mapping[str, str | None], line: int | None
) -> tuple[Sheet, int, Heading]:
    """The sheet, and the row of it, that look most like the headings of a list of companies.

    Where no row names the companies, the first one with the most cells: somebody will say.
    """
    best: tuple[tuple[bool, bool, int, int], tuple[Sheet, int, Heading]] | None = None
    for sheet in sheets:
        filled = [(at, cells) for at, (_, cells) in enumerate(sheet.rows) if any(cells)]
        for at, cells in filled[:HEADING_SEARCH_ROWS]:
            if line not in (None, sheet.rows[at][0]):
                continue
            heading = heading_of(cells, heading_keys(cells), known, _groups(sheet, at))
            named = "name" in heading.columns
            rank = (named, not sheet.unseen, heading.score, 0 if named else sum(map(bool, cells)))
            if best is None or rank > best[0]:
                best = rank, (sheet, at, heading)
    if best is None:
        raise ImportFileRefused(NO_COMPANY, field="file")
    return best[1]


def _refuse_pupils(sheet: Sheet, at: int, heading: Heading, today: date | None) -> None:
    """Keep nothing of a list of pupils, under whatever title it stands."""
    rows = sheet.rows[at : at + 1] if "name" in heading.columns else sheet.rows
    for _, cells in rows[:HEADING_SEARCH_ROWS]:
        if is_list_of_pupils(cells):
            raise ImportFileRefused(told_of(cells), field="file")
    every = [cells for _, cells in sheet.rows]
    if today and not names_companies(every[at]) and holds_pupils(every, today):
        raise ImportFileRefused(told_as(HELD), field="file")


def _first_rows(sheet: Sheet) -> Iterator[tuple[int, str]]:
    filled = [(line, cells) for line, cells in sheet.rows[:HEADING_SEARCH_ROWS] if any(cells)]
    for line, cells in filled[:ROWS_OFFERED]:
        told = without_strays(" · ".join(" ".join(c.split()) for c in cells if c.strip()))
        yield line, told[:ROW_CHARACTERS_MAX]


def _columns(sheet: Sheet, at: int, heading: Heading) -> tuple[Column, ...]:
    """The columns that hold something, under the headings, which are the row at that place."""
    cells, rows = sheet.rows[at][1], [cells for _, cells in sheet.rows[at + 1 :]]
    fields = {index: parted_field(name)[0] for name, index in heading.columns.items()}
    guessed = guess_by_contents(heading, rows[:CELLS_LOOKED_AT], reader())
    fields = {**guessed, **fields}
    keys = heading_keys(cells)
    width = max(len(cells), *(len(row) for row in rows[:HEADING_SEARCH_ROWS]), 0)
    found = []
    for index in range(width):
        text = " ".join(cells[index].split()) if index < len(cells) else ""
        samples = samples_of(index, rows)
        if samples or text:
            key = keys[index] if index < len(keys) else ""
            # A heading over an empty column can be left aside without a question.
            sure = index in heading.sure or (not samples and index not in fields)
            told = (fields.get(index), sure, index in guessed, index in sheet.hidden.columns)
            found.append(Column(index, text, key, samples, *told))
    return tuple(found)


def _lines(sheet: Sheet, at: int, heading: Heading) -> list[ImportRow | RefusedRow]:
    table = sheet.rows[at:]
    read: list[ImportRow | RefusedRow] = []
    reading = reader(names_alone=names_alone(table))
    for row in read_lines(table, heading, reading, sheet.hidden.rows):
        read.append(row)
        if len(read) > ROWS_MAX:
            raise ImportFileRefused(
                f"Ce fichier dépasse {ROWS_MAX} entreprises\u202f: coupez-le en plusieurs.",
                field="file",
            )
    return read


def reader(*, names_alone: bool = True) -> Reader:
    """What reading lines needs of the nomenclatures and of phone numbers."""
    return Reader(_communes_by_name(), phone_number, names_alone)


def _communes_by_name() -> dict[str, CommuneCode]:
    return {place_key(name): CommuneCode(code) for code, name in communes().items()}


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
    }
    told: list[tuple[str, Any]] = [("row", [row.line, row.to_json()]) for row in read.rows]
    told += [
        ("refused", [r.line, r.name, r.reason, r.cells, dict(r.columns)]) for r in read.refused
    ]
    for start in range(0, len(told), PIECE_ROWS):
        yield told[start : start + PIECE_ROWS]


if __name__ == "__main__":
    answer_apart(_pieces, lambda _: load_numbers())
