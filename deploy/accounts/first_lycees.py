"""The lycées of an installation, opened from a list."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import python_calamine

from contracts.identifiers import CommuneCode, PublicText, Uai
from contracts.words import place_key, plain
from deploy.accounts.accounts import open_lycee
from services.chassis.base.settings import Settings
from services.chassis.reference.nomenclatures import communes
from services.chassis.reference.nomenclatures.lists import GIVEN

_HEADINGS = {
    "uai": ("uai", "rne", "numero uai", "code uai"),
    "name": ("nom", "lycee", "etablissement", "libelle"),
    "commune": ("commune", "ville", "code insee", "code commune"),
}
_SEPARATORS = ";,\t"
BYTES_MAX = 2_000_000


@dataclass(frozen=True)
class Listed:
    """A lycée as the list has it, checked."""

    uai: Uai
    name: PublicText
    commune: CommuneCode


async def open_all(settings: Settings, file: Path) -> str:
    """Open the lycées of a list that are not yet; say what was done with each.

    Raises ValueError, with every line that is wrong: nothing was opened then.
    """
    GIVEN.keep_in(settings.data_folder)
    listed = read(file)
    said = [await open_lycee(settings, one.uai, one.name, one.commune) for one in listed]
    return "\n".join(said)


def read(file: Path) -> list[Listed]:
    """The lycées of a CSV or XLSX. Raises ValueError, with every line that is wrong."""
    if not file.is_file():
        raise ValueError(f"Le fichier {file} n’existe pas.")
    content = file.read_bytes()
    if len(content) > BYTES_MAX:
        raise ValueError("Ce fichier est trop gros pour une liste de lycées.")
    lines = enumerate(_table(content), 1)
    columns = _columns(lines)
    found: list[Listed] = []
    wrong: list[str] = []
    for number, cells in lines:
        if not any(cells):
            continue
        try:
            found.append(_listed(cells, columns))
        except ValueError as error:
            wrong.append(f"Ligne {number}\u202f: {error}")
    if wrong or not found:
        raise ValueError("\n".join(wrong or ["Cette liste est vide."]))
    return found


def _columns(lines: Iterator[tuple[int, list[str]]]) -> dict[str, int]:
    """Where each column is, by the first line that names all three."""
    for _, cells in lines:
        headings = [plain(cell) for cell in cells]
        found = {
            name: next((at for at, heading in enumerate(headings) if heading in words), -1)
            for name, words in _HEADINGS.items()
        }
        if min(found.values()) >= 0:
            return found
    raise ValueError("Aucune ligne ne nomme les trois colonnes UAI, Nom et Commune.")


def _listed(cells: list[str], columns: dict[str, int]) -> Listed:
    uai, name, commune = (
        cells[at] if at < len(cells) else "" for at in (columns[key] for key in _HEADINGS)
    )
    return Listed(Uai(uai), PublicText(name), _commune(commune))


def _commune(text: str) -> CommuneCode:
    """By its INSEE code, or by its name where the nomenclature has it."""
    if any(character.isdigit() for character in text):
        return CommuneCode(text)
    codes = [code for code, name in communes().items() if place_key(name) == place_key(text)]
    if len(codes) != 1:
        raise ValueError(f"Commune inconnue, écrivez son code INSEE\u202f: {text}")
    return CommuneCode(codes[0])


def _table(content: bytes) -> list[list[str]]:
    if content.startswith(b"PK"):
        try:
            book = python_calamine.load_workbook(io.BytesIO(content))
            rows = book.get_sheet_by_index(0).to_python()
        except python_calamine.CalamineError as error:
            raise ValueError("Ce classeur n’a pas pu être lu.") from error
        return [[_text(cell) for cell in row] for row in rows]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    separator = max(_SEPARATORS, key=text.count)
    return [
        [cell.strip() for cell in row] for row in csv.reader(text.splitlines(), delimiter=separator)
    ]


def _text(cell: object) -> str:
    """A code typed as a number keeps its figures."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
