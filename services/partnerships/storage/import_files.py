"""Reading an imported list (XLSX or CSV), in a process of its own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from contracts.identifiers import CommuneCode
from contracts.partnerships import ImportSource
from services.chassis.importing.apart import answer_apart, read_apart
from services.chassis.importing.tables import ImportFileRefused, Sheet, is_workbook, tables_in
from services.chassis.nomenclatures import communes
from services.partnerships.domain.import_columns import Heading, heading_of
from services.partnerships.domain.import_row import ImportRow, Reader, RefusedRow, read_row
from services.partnerships.domain.text import place_key, plain
from services.partnerships.storage.phones import phone_number
from services.partnerships.storage.pieces import in_pieces

ROWS_MAX = 10_000
HEADING_SEARCH_ROWS = 30

NO_HEADING = "L’en-tête «\u00a0Raison sociale\u00a0» n’a pas été trouvé dans les premières lignes."


@dataclass(frozen=True)
class ImportFile:
    """What a file holds: lines that can be used, and those that cannot."""

    source: ImportSource
    rows: tuple[ImportRow, ...]
    refused: tuple[RefusedRow, ...]
    headings: tuple[str, ...] = ()
    """Those of the file, recognised or not."""
    sheet: str = ""
    unread_sheets: tuple[str, ...] = ()
    """Other sheets of the workbook that hold something."""


async def read_import(content: bytes) -> ImportFile:
    """Read a file in a process of its own. Raises ImportFileRefused."""
    return await _from_json(await read_apart(__name__, content))


def parse(content: bytes) -> ImportFile:
    """Read a file here. Raises ImportFileRefused."""
    source = ImportSource.XLSX if is_workbook(content) else ImportSource.CSV
    sheets = tables_in(content)
    chosen = _list_among(sheets)
    if chosen is None:
        raise ImportFileRefused(NO_HEADING, field="file")
    sheet, at, heading = chosen
    read = _lines(sheet.rows[at:], heading)
    if not read:
        raise ImportFileRefused("Ce fichier ne contient aucune entreprise.", field="file")
    rows = tuple(row for row in read if isinstance(row, ImportRow))
    refused = tuple(row for row in read if isinstance(row, RefusedRow))
    others = tuple(one.name for one in sheets if one is not sheet and one.rows)
    headings = tuple(sheet.rows[at][1])
    return ImportFile(source, rows, refused, headings, sheet=sheet.name, unread_sheets=others)


def _list_among(sheets: Sequence[Sheet]) -> tuple[Sheet, int, Heading] | None:
    """The sheet, and the row of it, that look most like the headings of a list of companies."""
    best: tuple[Sheet, int, Heading] | None = None
    for sheet in sheets:
        filled = [(at, cells) for at, (_, cells) in enumerate(sheet.rows) if any(cells)]
        for at, cells in filled[:HEADING_SEARCH_ROWS]:
            heading = heading_of(cells)
            if heading and (best is None or heading.score > best[2].score):
                best = sheet, at, heading
    return best


def _lines(
    table: Sequence[tuple[int, list[str]]], heading: Heading
) -> list[ImportRow | RefusedRow]:
    """Read what follows the headings, which are the first row."""
    # Headings come again on each page of what was made to be printed.
    said = _words(table[0][1])
    reader = Reader(_communes_by_name(), phone_number)
    read: list[ImportRow | RefusedRow] = []
    for line, cells in table:
        if not any(cell.strip() for cell in cells) or _words(cells) == said:
            continue
        row = read_row(line, cells, heading.columns, reader)
        read.append(replace(row, cells=tuple(cells)) if isinstance(row, RefusedRow) else row)
        if len(read) > ROWS_MAX:
            raise ImportFileRefused(
                f"Ce fichier dépasse {ROWS_MAX} entreprises\u202f: coupez-le en plusieurs.",
                field="file",
            )
    return read


def _words(cells: Sequence[str]) -> list[str]:
    return [plain(cell) for cell in cells]


def _communes_by_name() -> dict[str, CommuneCode]:
    return {place_key(name): CommuneCode(code) for code, name in communes().items()}


def _to_json(read: ImportFile) -> dict[str, Any]:
    return {
        "source": read.source,
        "rows": [[row.line, row.to_json()] for row in read.rows],
        "refused": [[row.line, row.name, row.reason, row.cells] for row in read.refused],
        "headings": read.headings,
        "sheet": read.sheet,
        "unread_sheets": list(read.unread_sheets),
    }


async def _from_json(answer: dict[str, Any]) -> ImportFile:
    rows: list[ImportRow] = []
    async for piece in in_pieces(answer["rows"]):
        rows += [ImportRow.from_json(line, kept) for line, kept in piece]
    refused = tuple(
        RefusedRow(line, name, reason, tuple(cells))
        for line, name, reason, cells in answer["refused"]
    )
    return ImportFile(
        ImportSource(answer["source"]),
        tuple(rows),
        refused,
        tuple(answer["headings"]),
        sheet=answer["sheet"],
        unread_sheets=tuple(answer["unread_sheets"]),
    )


if __name__ == "__main__":
    answer_apart(lambda content: _to_json(parse(content)))
