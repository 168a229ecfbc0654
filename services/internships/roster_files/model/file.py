"""The pupils a file lists (liste d'élèves), as Pronote, SIECLE or a bureau's own sheet has them.

Every column but name, class, birth date, commune, departure and mails of the family is forgotten at
once, the postal address too. What of them cannot be read is told, and left unknown.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from contracts.identifiers import SchoolYear
from contracts.words import plain
from services.chassis.base.errors import Invalid
from services.internships.families.model import FamilyMailWrong, FamilySlot, checked_mail
from services.internships.pupils.model import is_believable, read_day
from services.internships.roster_files.model.headings import FIELDS, MAILS, Said, columns_of

MAX_ROWS = 3_000
MAX_CELL_CHARACTERS = 200
HEADING_SEARCH_ROWS = 10
LINES_OF_A_SHEET = 1_000_000
"""A row is known by its number in the file: the second sheet's go on from here."""

_FRENCH = {"last_name": "Nom", "first_name": "Prénom", "class_label": "Classe"}
_CLASS_TITLE = re.compile(
    r"\b(?:classe|division)\b\s*+(?:(?:de\b|:)\s*+)?(?P<label>\S.*)", re.IGNORECASE
)
_AFTER_LABEL = re.compile(r"(?<!\s)\s++[-–—(].*$")
_UNNAMED_SHEET = re.compile(r"(feuil|sheet|export|page)", re.IGNORECASE)
_FORMULA = re.compile(r'="(.*)"', re.DOTALL)

_COUNT = re.compile(r"\d+ (?:eleve|apprenant|inscrit|present)s?|(?:effectif|total|nombre)s?\b.*")
COUNTED = "Ligne de total, laissée de côté"

_DAY = re.compile(r"(?<!\d)\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}(?!\d)")
_IN_ORDER = re.compile(r"noms? (?:et )?prenoms?\b")

BORN, LEFT = "Date de naissance", "Date de sortie"

TownRead = Callable[[str, str], str | None]
"""The code of the commune that a name and a postcode mean; None for one that is not known."""
Table = tuple[str, Iterable[tuple[int, list[str]]]]
"""A sheet's name, and its rows by number."""


class RosterUnreadable(Invalid):
    """The file as a whole cannot be read; nothing was recorded."""

    code = "roster-unreadable"
    title = "Ce fichier n’a pas pu être lu."


class HeadingsUnknown(RosterUnreadable):
    """No row says which column holds what; somebody may."""


@dataclass(frozen=True)
class RosterRow:
    """One pupil as the file has them; `born` and `left` are ISO, `commune` its code, any may be empty."""

    line: int
    last_name: str
    first_name: str
    class_label: str
    born: str = ""
    commune: str = ""
    left: str = ""
    mail_1: str = ""
    mail_2: str = ""
    own_mail: str = ""
    hidden: bool = field(default=False, kw_only=True)
    """Whether the workbook does not show it."""

    @property
    def mails(self) -> Mapping[FamilySlot, str]:
        """The addresses of the family, by whose each is."""
        said = zip(FamilySlot, (self.mail_1, self.mail_2, self.own_mail), strict=True)
        return {slot: mail for slot, mail in said if mail}

    @property
    def born_on(self) -> date | None:
        """The birth date, when the file has one."""
        return date.fromisoformat(self.born) if self.born else None

    @property
    def left_on(self) -> date | None:
        """The day the pupil left the lycée, when the file has one; it may be to come."""
        return date.fromisoformat(self.left) if self.left else None

    def as_of(self, today: date) -> "RosterRow":
        """The row on a day: whoever is to leave later is still there."""
        return replace(self, left="") if self.left_on and self.left_on > today else self


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
    unsure: tuple[BadRow, ...] = ()
    """Cells of usable rows that are left unknown."""

    def believed(self, year: SchoolYear) -> "Roster":
        """Without the dates no pupil of that school year was born, or left, on."""
        born = {r.line for r in self.rows if r.born_on and not is_believable(r.born_on, year)}
        left = {r.line for r in self.rows if r.left_on and not _leaves_in(r.left_on, year)}
        rows = tuple(
            replace(r, born="" if r.line in born else r.born, left="" if r.line in left else r.left)
            for r in self.rows
        )
        told = [BadRow(line, f"{BORN} impossible") for line in born]
        told += [BadRow(line, f"{LEFT} d’une autre année scolaire") for line in left]
        return replace(self, rows=rows, unsure=_by_line([*self.unsure, *told]))


def _leaves_in(day: date, year: SchoolYear) -> bool:
    """Whether a day is of a school year, or of the summer before it."""
    first = int(year[:4])
    return date(first, 7, 1) <= day <= date(first + 1, 8, 31)


def place_of(line: int) -> str:
    """Where a row is, as a spreadsheet shows it."""
    sheet, row = divmod(line, LINES_OF_A_SHEET)
    return f"feuille {sheet + 1}, ligne {row}" if sheet else f"ligne {row}"


def _no_town(_name: str, _postcode: str) -> str | None:
    return None


def roster_of(
    tables: Iterable[Table],
    said: Said | None = None,
    town: TownRead = _no_town,
    hidden: Sequence[Collection[int]] = (),
) -> Roster:
    """Read every table with the headings of a class list; `said` is what somebody says of some,
    `hidden` the rows of each table that its workbook does not show.

    Raises HeadingsUnknown, RosterUnreadable.
    """
    read: list[RosterRow | BadRow] = []
    unsure: list[BadRow] = []
    recognised = False
    for number, (name, rows) in enumerate(tables):
        section = _Section(name, said or {}, town, unsure)
        for seen, (line, cells) in enumerate(rows):
            row = section.read(number * LINES_OF_A_SHEET + line, [_unwrapped(c) for c in cells])
            if isinstance(row, RosterRow) and number < len(hidden) and line in hidden[number]:
                row = replace(row, hidden=True)
            read += [row] if row else []
            if len(read) > MAX_ROWS:
                raise RosterUnreadable(f"Le fichier dépasse {MAX_ROWS} élèves.", field="file")
            if not section.columns and seen >= HEADING_SEARCH_ROWS:
                break
        recognised = recognised or bool(section.columns)
    if not recognised:
        raise HeadingsUnknown(
            "Les en-têtes Nom, Prénom et Classe n’ont pas été trouvés.", field="file"
        )
    if not read:
        raise RosterUnreadable("Le fichier ne contient aucun élève.", field="file")
    bad = tuple(row for row in read if isinstance(row, BadRow))
    usable = tuple(row for row in read if isinstance(row, RosterRow))
    return Roster(usable, bad, _by_line(unsure))


def _by_line(told: Iterable[BadRow]) -> tuple[BadRow, ...]:
    return tuple(sorted(told, key=lambda one: one.line))


class _Section:
    """The headings in force, and the class that a title above them names."""

    def __init__(self, sheet: str, said: Said, town: TownRead, unsure: list[BadRow]) -> None:
        self._said, self._town, self._unsure = said, town, unsure
        self.columns: Mapping[str, int] = {}
        self._waiting: Mapping[str, int] = {}
        """Those of headings without a class, above the title that names the first one."""
        self._ordered = False
        """Whether the heading says that the surname comes first."""
        self._label = "" if _UNNAMED_SHEET.match(sheet) else sheet

    def read(self, line: int, cells: Sequence[str]) -> RosterRow | BadRow | None:
        """A pupil, a row left out, or None for a heading, a title, an empty row."""
        title = _class_of_title(cells)
        if title and "class_label" not in self.columns:
            self._label = title
            self.columns = self.columns or self._waiting
            return None
        columns = columns_of(cells, self._said)
        if "full_name" in columns:
            self._ordered = bool(_IN_ORDER.match(plain(cells[columns["full_name"]])))
        if columns and ("class_label" in columns or self._label):
            self.columns = columns
            return None
        self._waiting = columns or self._waiting
        if not self.columns or not any(cell.strip() for cell in cells):
            return None
        if _counts(cells):
            return BadRow(line, COUNTED)
        values = {
            name: " ".join(cells[index].split()) if index < len(cells) else ""
            for name, index in self.columns.items()
        }
        row = _row(line, values, self._label, ordered=self._ordered)
        return row if isinstance(row, BadRow) else self._with_details(row, values)

    def _with_details(self, row: RosterRow, values: Mapping[str, str]) -> RosterRow:
        """The row with its dates and commune; what cannot be read is told, and left unknown."""
        town, postcode = values.get("commune", ""), values.get("postcode", "")
        born = self._day(row.line, BORN, values.get("born", ""))
        left = self._day(row.line, LEFT, values.get("left", ""))
        commune = self._town(town, postcode) if town or postcode else None
        if town and commune is None:
            self._unsure.append(BadRow(row.line, "Commune de résidence inconnue"))
        mails = [self._mail(row.line, name, values.get(name, "")) for name in MAILS]
        row = replace(row, mail_1=mails[0], mail_2=mails[1], own_mail=mails[2])
        return replace(row, born=born, commune=commune or "", left=left)

    def _mail(self, line: int, name: str, said: str) -> str:
        """The address of a cell; one that is none is told, and left out."""
        try:
            return checked_mail(said) if said else ""
        except FamilyMailWrong:
            self._unsure.append(BadRow(line, f"{FIELDS[name]} illisible"))
            return ""

    def _day(self, line: int, column: str, said: str) -> str:
        """The day of a cell as ISO; one that cannot be read is told."""
        day = read_day(said) if said else None
        if said and day is None and (within := _DAY.search(said)):
            day = read_day(within[0])
        if said and day is None:
            self._unsure.append(BadRow(line, f"{column} illisible"))
        return day.isoformat() if day else ""


def _unwrapped(cell: str) -> str:
    formula = _FORMULA.fullmatch(cell.strip())
    return formula[1] if formula else cell


def _class_of_title(cells: Sequence[str]) -> str:
    filled = [cell.strip() for cell in cells if cell.strip()]
    found = _CLASS_TITLE.search(" ".join(filled)) if 0 < len(filled) <= 2 else None
    return _AFTER_LABEL.sub("", found["label"]).strip() if found else ""


def _counts(cells: Sequence[str]) -> bool:
    """Whether a line says how many pupils there are, and nothing else."""
    filled = [cell for cell in cells if cell.strip()]
    return len(filled) <= 2 and bool(_COUNT.fullmatch(plain(filled[0])))


def _row(line: int, read: Mapping[str, str], label: str, *, ordered: bool) -> RosterRow | BadRow:
    values = dict(read)
    if "first_name" not in values:
        last_name, first_name = _apart(values["full_name"], ordered=ordered)
        if not first_name:
            return BadRow(line, "Nom et prénom impossibles à distinguer")
        values |= {"last_name": last_name, "first_name": first_name}
    values.setdefault("class_label", label)
    for name, french in _FRENCH.items():
        value, feminine = values[name], "e" * (name == "class_label")
        if not plain(value):
            return BadRow(line, f"{french} manquant{feminine}")
        if name != "class_label" and not any(map(str.isalpha, value)):
            return BadRow(line, "Un nombre n’est pas un nom")
        if len(value) > MAX_CELL_CHARACTERS:
            return BadRow(line, f"{french} trop long{'ue' if feminine else ''}")
        if not value.isprintable():
            return BadRow(line, f"{french} illisible")
    return RosterRow(line, *(values[name] for name in _FRENCH))


def _apart(name: str, *, ordered: bool) -> tuple[str, str]:
    """« LE GOFF Éva » or « Le Goff, Éva »: the first name is empty when nothing tells it.

    Of two words the heading does (« Nom Prénom »: `ordered`).
    """
    last, comma, first = name.partition(",")
    if comma:
        return last.strip(), first.strip()
    words = name.split()
    capitals = next((i for i, word in enumerate(words) if word != word.upper()), len(words))
    if len(words) == 2 and (capitals == 2 or (ordered and not capitals)):
        capitals = 1
    return (" ".join(words[:capitals]), " ".join(words[capitals:])) if capitals else (name, "")
