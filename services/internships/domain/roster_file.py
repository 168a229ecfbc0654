"""The pupils a file lists (liste d'élèves), as Pronote, SIECLE or a bureau's own sheet has them.

Every column but the name, the class and the birth date is forgotten at once; the birth date stays
only where it tells two pupils of one name apart, and is never recorded.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from services.chassis.errors import Invalid
from services.internships.domain.text import plain

MAX_ROWS = 3_000
MAX_CELL_CHARACTERS = 80
HEADING_SEARCH_ROWS = 10
LINES_OF_A_SHEET = 1_000_000
"""A row is known by its number in the file: the second sheet's go on from here."""

_HEADINGS = {
    "last_name": ("nom de famille", "nom", "nom de l eleve", "nom eleve", "nom de naissance"),
    "first_name": (
        "prenom",
        "prenoms",
        "prenom 1",
        "prenom1",
        "premier prenom",
        "prenom usuel",
        "prenom de l eleve",
        "prenom eleve",
    ),
    "class_label": (
        "classe",
        "classes",
        "division",
        "libelle classe",
        "libelle division",
        "code classe",
        "code division",
        "classe de rattachement",
    ),
    "born": ("ne e le", "ne le", "nee le", "date de naissance", "date naissance", "naissance"),
    "full_name": ("eleve", "eleves", "nom prenom", "nom et prenom", "nom prenoms"),
}
_FRENCH = {"last_name": "Nom", "first_name": "Prénom", "class_label": "Classe"}
_CLASS_TITLE = re.compile(r"\b(?:classe|division)\b\s*(?:de\b|:)?\s*(?P<label>\S.*)", re.IGNORECASE)
_AFTER_LABEL = re.compile(r"\s+[-–—(].*$")
_UNNAMED_SHEET = re.compile(r"(feuil|sheet|export|page)", re.IGNORECASE)
_FORMULA = re.compile(r'="(.*)"', re.DOTALL)

Table = tuple[str, Iterable[tuple[int, list[str]]]]
"""A sheet's name, and its rows by number."""


class RosterUnreadable(Invalid):
    """The file as a whole cannot be read; nothing was recorded."""

    code = "roster-unreadable"
    title = "Ce fichier n’a pas pu être lu."


@dataclass(frozen=True)
class RosterRow:
    """One pupil as the file has them. `born` (ISO) is empty unless another row has that name."""

    line: int
    last_name: str
    first_name: str
    class_label: str
    born: str = ""


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


def place_of(line: int) -> str:
    """Where a row is, as a spreadsheet shows it."""
    sheet, row = divmod(line, LINES_OF_A_SHEET)
    return f"feuille {sheet + 1}, ligne {row}" if sheet else f"ligne {row}"


def roster_of(tables: Iterable[Table]) -> Roster:
    """Read every table with the headings of a class list. Raises RosterUnreadable."""
    read: list[RosterRow | BadRow] = []
    recognised = False
    for number, (name, rows) in enumerate(tables):
        section = _Section(name)
        for seen, (line, cells) in enumerate(rows):
            row = section.read(number * LINES_OF_A_SHEET + line, [_unwrapped(c) for c in cells])
            read += [row] if row else []
            if len(read) > MAX_ROWS:
                raise RosterUnreadable(f"Le fichier dépasse {MAX_ROWS} élèves.", field="file")
            if not section.columns and seen >= HEADING_SEARCH_ROWS:
                break
        recognised = recognised or bool(section.columns)
    if not recognised:
        raise RosterUnreadable(
            "Les en-têtes Nom, Prénom et Classe n’ont pas été trouvés.", field="file"
        )
    if not read:
        raise RosterUnreadable("Le fichier ne contient aucun élève.", field="file")
    bad = tuple(row for row in read if isinstance(row, BadRow))
    return Roster(_forgetting([row for row in read if isinstance(row, RosterRow)]), bad)


def _forgetting(rows: Sequence[RosterRow]) -> tuple[RosterRow, ...]:
    """Drop the birth dates nobody needs: those of names that come once."""
    times = Counter((plain(row.last_name), plain(row.first_name)) for row in rows)
    alone = {name for name, count in times.items() if count == 1}
    return tuple(
        replace(row, born="") if (plain(row.last_name), plain(row.first_name)) in alone else row
        for row in rows
    )


class _Section:
    """The headings in force, and the class that a title above them names."""

    def __init__(self, sheet: str) -> None:
        self.columns: Mapping[str, int] = {}
        self._label = "" if _UNNAMED_SHEET.match(sheet) else sheet

    def read(self, line: int, cells: Sequence[str]) -> RosterRow | BadRow | None:
        """A pupil, a row left out, or None for a heading, a title, an empty row."""
        title = _class_of_title(cells)
        if title and "class_label" not in self.columns:
            self._label = title
            return None
        columns = _columns(cells)
        if columns and ("class_label" in columns or self._label):
            self.columns = columns
            return None
        if not self.columns or not any(cell.strip() for cell in cells):
            return None
        return _row(line, cells, self.columns, self._label)


def _unwrapped(cell: str) -> str:
    formula = _FORMULA.fullmatch(cell.strip())
    return formula[1] if formula else cell


def _class_of_title(cells: Sequence[str]) -> str:
    filled = [cell.strip() for cell in cells if cell.strip()]
    found = _CLASS_TITLE.search(" ".join(filled)) if 0 < len(filled) <= 2 else None
    return _AFTER_LABEL.sub("", found["label"]).strip() if found else ""


def _columns(cells: Sequence[str]) -> Mapping[str, int]:
    """The column of each field; empty when a row is no heading."""
    words = [plain(cell) for cell in cells]
    columns = {
        field: words.index(name)
        for field, names in _HEADINGS.items()
        for name in reversed(names)
        if name in words
    }
    named = {"last_name", "first_name"} <= columns.keys()
    return columns if named or "full_name" in columns else {}


def _row(
    line: int, cells: Sequence[str], columns: Mapping[str, int], label: str
) -> RosterRow | BadRow:
    values = {
        field: " ".join(cells[index].split()) if index < len(cells) else ""
        for field, index in columns.items()
    }
    if "first_name" not in columns:
        last_name, first_name = _apart(values["full_name"])
        if not first_name:
            return BadRow(line, "Nom et prénom impossibles à distinguer")
        values |= {"last_name": last_name, "first_name": first_name}
    values.setdefault("class_label", label)
    for field, french in _FRENCH.items():
        value, feminine = values[field], "e" * (field == "class_label")
        if not plain(value):
            return BadRow(line, f"{french} manquant{feminine}")
        if len(value) > MAX_CELL_CHARACTERS:
            return BadRow(line, f"{french} trop long{'ue' if feminine else ''}")
        if not value.isprintable():
            return BadRow(line, f"{french} illisible")
    fields = {field: values[field] for field in _FRENCH}
    return RosterRow(line, **fields, born=_day(values.get("born", "")))


def _apart(name: str) -> tuple[str, str]:
    """« LE GOFF Éva » or « Le Goff, Éva »: the first name is empty when nothing tells it."""
    last, comma, first = name.partition(",")
    if comma:
        return last.strip(), first.strip()
    words = name.split()
    capitals = next((i for i, word in enumerate(words) if word != word.upper()), len(words))
    if capitals == len(words) == 2:
        capitals = 1
    return (" ".join(words[:capitals]), " ".join(words[capitals:])) if capitals else (name, "")


def _day(text: str) -> str:
    """A date as ISO, empty when it is none."""
    for shape in ("%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"):
        try:
            found: date = datetime.strptime(text[:10], shape).date()  # noqa: DTZ007 a day, no instant
        except ValueError:
            continue
        return found.isoformat()
    return ""
