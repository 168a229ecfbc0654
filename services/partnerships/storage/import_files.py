"""Reading an imported list (XLSX or CSV), in a process of its own.

Parsing holds a processor, and a hostile file may hold it for long: the service only waits. The
process has a limit of time and of memory; a file that exceeds them is refused, nothing else.
"""

import asyncio
import csv
import io
import json
import resource
import sys
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import python_calamine

from contracts.identifiers import CommuneCode
from contracts.partnerships import ImportSource
from services.chassis.errors import Invalid
from services.chassis.nomenclatures import communes
from services.partnerships.domain.import_row import (
    ImportRow,
    Reader,
    RefusedRow,
    columns_of,
    read_row,
)
from services.partnerships.domain.text import place_key
from services.partnerships.storage.phones import phone_number
from services.partnerships.storage.pieces import in_pieces

FILE_BYTES_MAX = 10_000_000
UNPACKED_BYTES_MAX = 60_000_000
ROWS_MAX = 5_000
HEADING_SEARCH_ROWS = 10
READING_SECONDS_MAX = 20
MEMORY_BYTES_MAX = 1_000_000_000

TOO_BIG = "Ce fichier dépasse 10 Mo\u202f: enlevez ce qui n’est pas la liste, puis recommencez."
UNREADABLE = "Ce fichier n’a pas pu être lu\u202f: enregistrez-le en XLSX ou en CSV."


class ImportFileRefused(Invalid):
    """The file as a whole cannot be read; nothing was recorded."""

    code = "import-file-refused"
    title = "Ce fichier n’a pas pu être lu"


@dataclass(frozen=True)
class ImportFile:
    """What a file holds: lines that can be used, and those that cannot."""

    source: ImportSource
    rows: tuple[ImportRow, ...]
    refused: tuple[RefusedRow, ...]


async def read_import(content: bytes) -> ImportFile:
    """Read a file in a process of its own. Raises ImportFileRefused."""
    if not content:
        raise ImportFileRefused("Ce fichier est vide.", field="file")
    if len(content) > FILE_BYTES_MAX:
        raise ImportFileRefused(TOO_BIG, field="file")
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", __name__),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(READING_SECONDS_MAX):
            answer, _ = await process.communicate(content)
    except TimeoutError:
        raise ImportFileRefused(UNREADABLE, field="file") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        raise ImportFileRefused(UNREADABLE, field="file")
    return await _from_json(json.loads(answer))


def parse(content: bytes) -> ImportFile:
    """Read a file here. The content decides, not its name. Raises ImportFileRefused."""
    if content.startswith(b"PK"):
        return _lines(ImportSource.XLSX, _workbook(content))
    return _lines(ImportSource.CSV, _csv(content))


def _workbook(content: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        # The directory of the archive says what it unpacks to: a bomb is refused unopened.
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > UNPACKED_BYTES_MAX:
            raise ImportFileRefused(
                "Ce classeur est trop volumineux une fois ouvert.", field="file"
            )
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, zipfile.BadZipFile, IndexError, OSError) as broken:
        raise ImportFileRefused(UNREADABLE, field="file") from broken
    for line, row in enumerate(rows, start=1):
        yield line, [_cell(value) for value in row]


def _cell(value: object) -> str:
    # A spreadsheet keeps a SIRET as a quantity: 14 figures, no decimals.
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _csv(content: bytes) -> Iterator[tuple[int, list[str]]]:
    if b"\x00" in content:
        raise ImportFileRefused(UNREADABLE, field="file")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(";\t,", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    try:
        for row in reader:
            # A quoted cell may hold a line break: a row is known by its first line.
            yield line, row
            line = reader.line_num + 1
    except csv.Error as broken:
        raise ImportFileRefused(
            f"La ligne {reader.line_num} de ce fichier est illisible.", field="file"
        ) from broken


def _lines(source: ImportSource, table: Iterable[tuple[int, list[str]]]) -> ImportFile:
    columns: dict[str, int] | None = None
    read: list[ImportRow | RefusedRow] = []
    reader = Reader(_communes_by_name(), phone_number)
    for seen, (line, cells) in enumerate(table):
        if columns is None:
            columns = columns_of(cells)
            if columns is None and seen >= HEADING_SEARCH_ROWS:
                break
        elif any(cell.strip() for cell in cells):
            read.append(read_row(line, cells, columns, reader))
        if len(read) > ROWS_MAX:
            raise ImportFileRefused(
                f"Ce fichier dépasse {ROWS_MAX} entreprises\u202f: coupez-le en plusieurs.",
                field="file",
            )
    if columns is None:
        raise ImportFileRefused(
            "L’en-tête «\u00a0Raison sociale\u00a0» n’a pas été trouvé dans les premières lignes.",
            field="file",
        )
    if not read:
        raise ImportFileRefused("Ce fichier ne contient aucune entreprise.", field="file")
    rows = tuple(row for row in read if isinstance(row, ImportRow))
    return ImportFile(source, rows, tuple(row for row in read if isinstance(row, RefusedRow)))


def _communes_by_name() -> dict[str, CommuneCode]:
    return {place_key(name): CommuneCode(code) for code, name in communes().items()}


def _to_json(read: ImportFile) -> dict[str, Any]:
    return {
        "source": read.source,
        "rows": [[row.line, row.to_json()] for row in read.rows],
        "refused": [[row.line, row.name, row.reason] for row in read.refused],
    }


async def _from_json(answer: dict[str, Any]) -> ImportFile:
    if "detail" in answer:
        raise ImportFileRefused(answer["detail"], field="file")
    rows: list[ImportRow] = []
    async for piece in in_pieces(answer["rows"]):
        rows += [ImportRow.from_json(line, kept) for line, kept in piece]
    refused = tuple(RefusedRow(*row) for row in answer["refused"])
    return ImportFile(ImportSource(answer["source"]), tuple(rows), refused)


def main() -> None:
    """Read a file on the standard input, tell what it holds on the standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES_MAX, MEMORY_BYTES_MAX))
    try:
        answer = _to_json(parse(sys.stdin.buffer.read()))
    except ImportFileRefused as refused:
        answer = {"detail": refused.detail}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
