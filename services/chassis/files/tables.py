"""The tables inside a file: sheets of a workbook, lines of a text, whatever wrote them."""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import python_calamine

from services.chassis.base.errors import Invalid
from services.chassis.files.hidden_rows import NOTHING_HIDDEN, Hidden, hidden_in

UNPACKED_BYTES_MAX = 60_000_000
COLUMNS_MAX = 300
UNREADABLE = "Ce fichier n’a pas pu être lu\u202f: enregistrez-le en XLSX ou en CSV."
PROTECTED = (
    "Ce classeur est protégé par un mot de passe\u202f: enregistrez-en une copie sans mot de passe."
)
MACROS = (
    "Ce classeur contient des macros\u202f: enregistrez-en une copie au format XLSX, sans macros."
)
LINKED = (
    "Ce classeur va chercher des données dans d’autres fichiers\u202f: collez ces valeurs dans la"
    " liste (Collage spécial, Valeurs), puis enregistrez-en une copie."
)
TOO_WIDE = f"Ce fichier a plus de {COLUMNS_MAX} colonnes\u202f: gardez celles de la liste."
NO_TABLE = (
    "Ce fichier n’a pas pu être lu\u202f: c’est un document ou une image, pas une liste."
    " Demandez-la en XLSX ou en CSV."
)
_NO_TABLES = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf")
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MACROS_WITHIN = ("xl/vbaproject", "xl/macrosheets/", "xl/dialogsheets/", "basic/", "scripts/")
_LINKS_WITHIN = ("xl/externallinks/", "xl/connections.xml", "xl/querytables/")
_OLD_MACROS = "_VBA_PROJECT_CUR".encode("utf-16-le")
_LOOKED_AT = 20
"""Lines of a text that tell what parts its cells."""


class ImportFileRefused(Invalid):
    """The file as a whole cannot be read; nothing was recorded."""

    code = "import-file-refused"
    title = "Ce fichier n’a pas pu être lu"


@dataclass(frozen=True)
class Sheet:
    """One table: its name, and its rows by the number a spreadsheet shows."""

    name: str
    rows: Sequence[tuple[int, list[str]]]
    hidden: Hidden = NOTHING_HIDDEN
    """The rows and columns of it that its spreadsheet does not show."""
    unseen: bool = False
    """Whether the sheet itself is hidden."""


def is_workbook(content: bytes) -> bool:
    """Whether a file is a spreadsheet's own, of today or of an old Excel, rather than a text."""
    return content.startswith((b"PK", _OLD_WORKBOOK))


def tables_in(content: bytes) -> list[Sheet]:
    """Every table of a file. The content decides, not its name. Raises ImportFileRefused."""
    if content.startswith(_NO_TABLES):
        raise ImportFileRefused(NO_TABLE, field="file")
    return _workbook(content) if is_workbook(content) else [Sheet("", list(_csv(content)))]


def _workbook(content: bytes) -> list[Sheet]:
    try:
        _refuse_the_dangerous(content)
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        hidden = hidden_in(content)
        return [
            _sheet(book, about, hidden[at] if at < len(hidden) else NOTHING_HIDDEN)
            for at, about in enumerate(book.sheets_metadata)
        ]
    except python_calamine.PasswordError as protected:
        raise ImportFileRefused(PROTECTED, field="file") from protected
    except (python_calamine.CalamineError, zipfile.BadZipFile, IndexError, OSError) as broken:
        raise ImportFileRefused(UNREADABLE, field="file") from broken


def _refuse_the_dangerous(content: bytes) -> None:
    """The directory of the archive says what is inside: a bomb is refused unopened."""
    if content.startswith(_OLD_WORKBOOK):
        if _OLD_MACROS in content:
            raise ImportFileRefused(MACROS, field="file")
        return
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
    if sum(entry.file_size for entry in entries) > UNPACKED_BYTES_MAX:
        raise ImportFileRefused("Ce classeur est trop volumineux une fois ouvert.", field="file")
    names = [entry.filename.lower() for entry in entries]
    for parts, refusal in ((_MACROS_WITHIN, MACROS), (_LINKS_WITHIN, LINKED)):
        if any(name.startswith(parts) for name in names):
            raise ImportFileRefused(refusal, field="file")


def _sheet(book: Any, about: Any, hidden: Hidden) -> Sheet:
    sheet = book.get_sheet_by_name(about.name)
    if sheet.total_width > COLUMNS_MAX:
        raise ImportFileRefused(TOO_WIDE, field="file")
    rows = [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    _fill_merged(rows, sheet.merged_cell_ranges or ())
    unseen = about.visible != python_calamine.SheetVisibleEnum.Visible
    return Sheet(about.name, list(enumerate(rows, start=1)), hidden, unseen)


def _fill_merged(rows: list[list[str]], ranges: Sequence[tuple[Any, Any]]) -> None:
    """A cell merged downwards says the same on each of its rows; across, only in the first."""
    for (top, left), (bottom, _) in ranges:
        if top < len(rows) and left < len(rows[top]):
            for row in rows[top + 1 : bottom + 1]:
                row[left] = rows[top][left]


def _cell(value: object) -> str:
    # A spreadsheet keeps a number of many figures as a quantity: no decimals.
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _readable("" if value is None else str(value))


def _readable(text: str) -> str:
    """Nothing may be kept with a NUL, and no list has one. Raises ImportFileRefused."""
    if "\x00" in text:
        raise ImportFileRefused(UNREADABLE, field="file")
    return text


def _csv(content: bytes) -> Iterator[tuple[int, list[str]]]:
    text = _decoded(content)
    delimiter = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    try:
        for row in reader:
            if len(row) > COLUMNS_MAX:
                raise ImportFileRefused(TOO_WIDE, field="file")
            # A quoted cell may hold a line break: a row is known by its first line.
            if not (line == 1 and row and row[0].lower().startswith("sep=")):
                yield line, row
            line = reader.line_num + 1
    except csv.Error as broken:
        raise ImportFileRefused(
            f"La ligne {reader.line_num} de ce fichier est illisible.", field="file"
        ) from broken


def _decoded(content: bytes) -> str:
    """Text as Excel writes it: UTF-8 with or without a mark, cp1252, or « texte Unicode ».

    Bytes that are no text are « � » in their cell: the rest of the list is read.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _readable(content.decode("utf-16", errors="replace"))
    try:
        if b"\x00" in content:
            raise ImportFileRefused(UNREADABLE, field="file")
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    """What most lines have most of: a title above the list has none."""
    lines = [line for line in text.splitlines() if line.strip()][:_LOOKED_AT]
    return max(
        ";\t,|",
        key=lambda mark: (
            sum(line.count(mark) > 0 for line in lines) * 1_000
            + sum(line.count(mark) for line in lines)
        ),
    )
