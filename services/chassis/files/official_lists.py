"""Newer lists as official files have them: communes (INSEE), postcodes (La Poste), activities (INSEE)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from contracts.identifiers import CommuneCode, Naf
from contracts.words import plain
from services.chassis.files.tables import ImportFileRefused, Sheet, tables_in
from services.chassis.reference.nomenclatures.lists import GIVEN, ListKind, Lists

MAX_BYTES = 50 * 1024 * 1024
LABEL_CHARACTERS_MAX = 200
HEADING_ROWS = 20
"""Rows among which the headings are looked for: titles may stand above them."""
SOME = 2
"""A list with less than one part in so many of what is known is taken for an extract."""
WAYS_OUT = "Rien n’a été changé."

_CODES = {"com", "codgeo", "code insee", "code commune", "code commune insee", "insee com"}
_NAMES = {"libelle", "libgeo", "nom commune", "nom de la commune"}
_POSTCODES = {"code postal", "codes postaux"}
_KIND_OF_LINE = {"typecom"}
_ACTIVITY_CODES = ("code", "naf", "ape", "sous classe")
_ACTIVITY_LABELS = ("libelle", "intitule")
_ACTUAL = "com"
"""The kind of line of a commune of today; others are of delegated ones and boroughs."""

Line = tuple[int, Mapping[str, str]]


class UnreadableReference(ValueError):
    """The file cannot be used; the message says what to do, in French."""


@dataclass(frozen=True)
class Official:
    """What a file holds."""

    kind: ListKind
    entries: Mapping[str, str]
    here: int
    """How many of them are of the département; of all for activities."""


def read_official(content: bytes, department: str) -> Official:
    """The list an official file holds. Raises UnreadableReference."""
    try:
        sheets = tables_in(content)
    except ImportFileRefused as refused:
        raise _refused(refused.detail or refused.title) from None
    for sheet in sheets:
        if (found := _headed(sheet)) is not None:
            kind, lines = found
            reading = {
                ListKind.COMMUNES: _communes,
                ListKind.POSTCODES: _postcodes,
                ListKind.ACTIVITIES: _activities,
            }[kind]
            return reading(lines, department, GIVEN.in_force())
    raise _refused(
        "Ce n’est aucune des listes attendues\u202f: les communes de l’INSEE (colonnes COM et LIBELLE), "
        "les codes postaux de La Poste (Code_commune_INSEE et Code_postal) ou la NAF de l’INSEE "
        "(code et libellé)."
    )


def _headed(sheet: Sheet) -> tuple[ListKind, Iterator[Line]] | None:
    """What a sheet lists, by the first row whose headings say it, and its lines."""
    for at, (_, cells) in enumerate(sheet.rows[:HEADING_ROWS]):
        headings = [plain(cell) for cell in cells]
        for kind, columns in _readings(headings):
            if min(columns.values()) >= 0:
                return kind, _lines(sheet.rows[at + 1 :], columns, headings)
    return None


def _readings(headings: Sequence[str]) -> Iterator[tuple[ListKind, dict[str, int]]]:
    """What the headings may be, the surest first; -1 is a column that is not there."""
    code = _where(headings, _CODES)
    yield ListKind.POSTCODES, {"code": code, "label": _where(headings, _POSTCODES)}
    yield ListKind.COMMUNES, {"code": code, "label": _where(headings, _NAMES)}
    yield (
        ListKind.ACTIVITIES,
        {
            "code": _beginning(headings, _ACTIVITY_CODES),
            "label": _beginning(headings, _ACTIVITY_LABELS),
        },
    )


def _where(headings: Sequence[str], words: set[str]) -> int:
    return next((at for at, heading in enumerate(headings) if heading in words), -1)


def _beginning(headings: Sequence[str], words: tuple[str, ...]) -> int:
    return next((at for at, heading in enumerate(headings) if heading.startswith(words)), -1)


def _lines(
    rows: Sequence[tuple[int, list[str]]], columns: Mapping[str, int], headings: Sequence[str]
) -> Iterator[Line]:
    columns = {**columns, "of": _where(headings, _KIND_OF_LINE)}
    for number, cells in rows:
        if any(cell.strip() for cell in cells):
            yield (
                number,
                {
                    name: cells[at].strip() if 0 <= at < len(cells) else ""
                    for name, at in columns.items()
                },
            )


def _communes(lines: Iterator[Line], department: str, known: Lists) -> Official:
    found: dict[str, str] = {}
    for number, line in lines:
        if line["of"].casefold() not in ("", _ACTUAL):
            continue
        code, name = _commune(number, line["code"]), _label(number, line["label"])
        if found.setdefault(code, name) != name:
            raise _refused(
                f"Ligne {number}\u202f: la commune {code} est deux fois dans le fichier."
            )
    here = sum(code.startswith(department) for code in found)
    before = sum(code.startswith(department) for code in known.communes)
    return Official(ListKind.COMMUNES, found, _enough(here, before, department))


def _postcodes(lines: Iterator[Line], department: str, known: Lists) -> Official:
    found: dict[str, list[str]] = {}
    for number, line in lines:
        code, postcode = _commune(number, line["code"]), line["label"].zfill(5)
        if not (len(postcode) == 5 and postcode.isdigit() and postcode.isascii()):
            raise _refused(f"Ligne {number}\u202f: un code postal compte 5\u00a0chiffres.")
        several = found.setdefault(code, [])
        if postcode not in several:
            several.append(postcode)
    here = sum(code.startswith(department) for code in found)
    before = sum(code.startswith(department) for code in known.communes)
    entries = {code: " ".join(sorted(several)) for code, several in found.items()}
    return Official(ListKind.POSTCODES, entries, _enough(here, before, department))


def _activities(lines: Iterator[Line], department: str, known: Lists) -> Official:  # noqa: ARG001  read like the others
    """The codes of five characters: sections and divisions stand between them."""
    found: dict[str, str] = {}
    for number, line in lines:
        try:
            code = str(Naf(line["code"]))
        except ValueError:
            continue
        label = _label(number, line["label"]).replace("'", "’")
        if found.setdefault(code, label) != label:
            raise _refused(f"Ligne {number}\u202f: le code {code} est deux fois dans le fichier.")
    if len(found) * SOME < len(known.activities):
        raise _refused(
            f"Le fichier n’a que {len(found)} codes de cinq caractères ({len(known.activities)} "
            "aujourd’hui)\u202f: prenez la liste entière des sous-classes de la NAF."
        )
    return Official(ListKind.ACTIVITIES, found, len(found))


def _commune(number: int, text: str) -> str:
    # A spreadsheet takes 01001 for a number.
    code = text.zfill(5) if text.isdigit() and len(text) == len("1001") else text
    try:
        return str(CommuneCode(code))
    except ValueError as wrong:
        raise _refused(f"Ligne {number}\u202f: {wrong}") from None


def _label(number: int, text: str) -> str:
    label = " ".join(text.split())
    if not label or len(label) > LABEL_CHARACTERS_MAX or not label.isprintable():
        raise _refused(
            f"Ligne {number}\u202f: le nom manque, ou ne tient pas en {LABEL_CHARACTERS_MAX} "
            "caractères lisibles."
        )
    return label


def _enough(here: int, before: int, department: str) -> int:
    if not here:
        raise _refused(
            f"Le fichier ne contient aucune commune du département {department}\u202f: prenez le "
            "fichier de la France entière, ou celui de ce département."
        )
    if here * SOME < before:
        raise _refused(
            f"Le fichier ne contient que {here} communes du département {department} ({before} "
            "aujourd’hui)\u202f: il est incomplet."
        )
    return here


def _refused(why: str) -> UnreadableReference:
    return UnreadableReference(f"{why} {WAYS_OUT}")
