"""Reading a roster (liste d'élèves) from a CSV or XLSX file: headings Nom, Prénom, Classe.

Every other column is forgotten at once: birth dates and national numbers are never kept.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import python_calamine

from services.chassis.errors import Invalid
from services.internships.domain.text import plain

MAX_FILE_BYTES = 2_000_000
MAX_XLSX_UNPACKED_BYTES = 40_000_000
MAX_ROWS = 3_000
MAX_CELL_CHARACTERS = 80
HEADING_SEARCH_ROWS = 10

_HEADINGS = {
    "last_name": ("nom", "nom de famille", "nom de l eleve", "nom eleve"),
    "first_name": ("prenom", "prenoms", "prenom de l eleve", "prenom eleve"),
    "class_label": ("classe", "division", "libelle classe", "code classe", "code division"),
}
_FRENCH = {"last_name": "Nom", "first_name": "Prénom", "class_label": "Classe"}


class RosterUnreadable(Invalid):
    """The file as a whole cannot be read; nothing was recorded."""

    code = "roster-unreadable"
    title = "Ce fichier n’a pas pu être lu."


@dataclass(frozen=True)
class RosterRow:
    """One pupil as the file has them; `line` is the row a spreadsheet shows."""

    line: int
    last_name: str
    first_name: str
    class_label: str


@dataclass(frozen=True)
class BadRow:
    """A row that is left out, and why. Carries nothing of the pupil."""

    line: int
    reason: str


@dataclass(frozen=True)
class Roster:
    """What a file holds: rows that can be used, and those that cannot."""

    rows: tuple[RosterRow, ...]
    bad: tuple[BadRow, ...]


def read_roster(content: bytes) -> Roster:
    """Read a CSV (UTF-8 with or without BOM, or Windows-1252) or an XLSX. Raises RosterUnreadable.

    The content decides, not the file's name.
    """
    if not content:
        raise RosterUnreadable("Le fichier est vide.", field="file")
    if len(content) > MAX_FILE_BYTES:
        raise RosterUnreadable("Le fichier dépasse 2 Mo.", field="file")
    table = _xlsx_rows(content) if content.startswith(b"PK") else _csv_rows(content)
    return _roster_of(table)


def _xlsx_rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > MAX_XLSX_UNPACKED_BYTES:
            raise RosterUnreadable("Le classeur est trop volumineux.", field="file")
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheet = book.get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, zipfile.BadZipFile, IndexError) as broken:
        raise RosterUnreadable("Ce classeur Excel est illisible.", field="file") from broken
    for line, row in enumerate(rows, start=1):
        yield line, [_cell(value) for value in row]


def _cell(value: object) -> str:
    # Excel keeps a class named 201 as a number: "201", not "201.0".
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _csv_rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    text = _decode(content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(";\t,", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    try:
        for row in reader:
            # A quoted cell may hold a line break: the row is known by its first line.
            yield line, row
            line = reader.line_num + 1
    except csv.Error as broken:
        raise RosterUnreadable(
            f"La ligne {reader.line_num} du fichier est illisible.", field="file"
        ) from broken


def _decode(content: bytes) -> str:
    if b"\x00" in content:
        raise RosterUnreadable("Ce n’est ni un fichier CSV ni un classeur XLSX.", field="file")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _roster_of(table: Iterable[tuple[int, list[str]]]) -> Roster:
    columns: dict[str, int] | None = None
    rows: list[RosterRow] = []
    bad: list[BadRow] = []
    for seen, (line, cells) in enumerate(table):
        if columns is None:
            columns = _columns(cells)
            if columns is None and seen >= HEADING_SEARCH_ROWS:
                break
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if len(rows) + len(bad) >= MAX_ROWS:
            raise RosterUnreadable(f"Le fichier dépasse {MAX_ROWS} élèves.", field="file")
        row = _row(line, cells, columns)
        if isinstance(row, BadRow):
            bad.append(row)
        else:
            rows.append(row)
    if columns is None:
        raise RosterUnreadable(
            "Les en-têtes Nom, Prénom et Classe n’ont pas été trouvés.", field="file"
        )
    if not rows and not bad:
        raise RosterUnreadable("Le fichier ne contient aucun élève.", field="file")
    return Roster(tuple(rows), tuple(bad))


def _columns(cells: list[str]) -> dict[str, int] | None:
    words = [plain(cell) for cell in cells]
    found = {
        field: next((i for i, word in enumerate(words) if word in names), None)
        for field, names in _HEADINGS.items()
    }
    columns = {field: index for field, index in found.items() if index is not None}
    return columns if len(columns) == len(_HEADINGS) else None


def _row(line: int, cells: list[str], columns: dict[str, int]) -> RosterRow | BadRow:
    values: dict[str, str] = {}
    for field, index in columns.items():
        value = " ".join(cells[index].split()) if index < len(cells) else ""
        if not plain(value):
            return BadRow(line, f"{_FRENCH[field]} manquant{'e' * (field == 'class_label')}")
        if len(value) > MAX_CELL_CHARACTERS:
            return BadRow(line, f"{_FRENCH[field]} trop long{'ue' * (field == 'class_label')}")
        if not value.isprintable():
            return BadRow(line, f"{_FRENCH[field]} illisible")
        values[field] = value
    return RosterRow(line, **values)
