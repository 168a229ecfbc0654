"""Reading the tables of a class list, as Pronote, SIECLE or a bureau's own sheet has them.

Every column but name, class, birth date, commune, departure, mails and identifier is forgotten at once,
the postal address too, and counted; the identifier once it told homonyms apart. What of them cannot be
read is told, and left unknown.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from contracts.words import plain
from services.internships.pupils.model import read_day
from services.internships.roster_files.model.account import CellAccount, filled
from services.internships.roster_files.model.contents import is_mail, resembles
from services.internships.roster_files.model.file import (
    BORN,
    HEADING_SEARCH_ROWS,
    LEFT,
    LINES_OF_A_SHEET,
    MAX_ROWS,
    BadRow,
    HeadingsUnknown,
    Roster,
    RosterRow,
    RosterUnreadable,
    by_line,
)
from services.internships.roster_files.model.headings import (
    FIELDS,
    MAILS,
    Said,
    columns_of,
    heading_keys,
)
from services.internships.roster_files.model.names import NO_NAMES, row_of
from services.internships.roster_files.model.twins import with_persons, with_twins

_CLASS_TITLE = re.compile(
    r"\b(?:classe|division)\b\s*+(?:(?:de\b|:)\s*+)?(?P<label>\S.*)", re.IGNORECASE
)
_AFTER_LABEL = re.compile(r"(?<!\s)\s++[-–—(].*$")
_UNNAMED_SHEET = re.compile(r"(feuil|sheet|export|page)", re.IGNORECASE)
_FORMULA = re.compile(r'="(.*)"', re.DOTALL)

_COUNT = re.compile(r"\d+ (?:eleve|apprenant|inscrit|present)s?|(?:effectif|total|nombre)s?\b.*")
COUNTED = "Ligne de total, laissée de côté"

_BETWEEN_MAILS = re.compile(r"[\s;,/|]+")
_ODD_MIN = 3
_DAY = re.compile(r"(?<!\d)\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}(?!\d)")
_IN_ORDER = re.compile(r"noms? (?:et )?prenoms?\b")

_SPARE = frozenset({"le", "ne", "nee", "e", "s", "sorti", "sortie", "parti", "partie", "depart"})
"""Words beside a day that say what its heading says."""
_CLASSED = frozenset({"class_label", "name_and_class"})
"""The columns that say which class a pupil is in; without one, a title above does."""
OUTSIDE = "Hors du tableau"
NAMELESS = (
    "Ce qui est lu comme des noms n’en est pas\u202f: des numéros, des adresses ou des lettres seules."
    " Mettez chaque titre au-dessus de sa colonne et un élève par ligne, puis importez de nouveau."
)

TownRead = Callable[[str, str], str | None]
"""The code of the commune that a name and a postcode mean; None for one that is not known."""
Table = tuple[str, Iterable[tuple[int, list[str]]]]
"""A sheet's name, and its rows by number."""


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
    account = CellAccount()
    recognised = False
    for number, (name, rows) in enumerate(tables):
        section = _Section(name, said or {}, town, account)
        for seen, (line, cells) in enumerate(rows):
            if not section.columns and seen > HEADING_SEARCH_ROWS:
                section.outside += filled(map(_unwrapped, cells))
                continue
            row = section.read(number * LINES_OF_A_SHEET + line, [_unwrapped(c) for c in cells])
            if isinstance(row, RosterRow) and number < len(hidden) and line in hidden[number]:
                row = replace(row, hidden=True)
            read += [row] if row else []
            if len(read) > MAX_ROWS:
                raise RosterUnreadable(f"Le fichier dépasse {MAX_ROWS} élèves.", field="file")
        recognised = recognised or bool(section.columns)
        unread = f"Feuille «\u00a0{name}\u00a0», sans titres reconnus"
        account.leave(OUTSIDE if section.columns else unread, section.outside)
    if not recognised:
        raise HeadingsUnknown(
            "Les en-têtes Nom, Prénom et Classe n’ont pas été trouvés.", field="file"
        )
    return _told_apart(read, account)


def _told_apart(read: Sequence[RosterRow | BadRow], account: CellAccount) -> Roster:
    """The whole file, once homonyms are told apart. Raises RosterUnreadable."""
    bad = tuple(row for row in read if isinstance(row, BadRow))
    usable: Sequence[RosterRow] = [row for row in read if isinstance(row, RosterRow)]
    if not read:
        raise RosterUnreadable("Le fichier ne contient aucun élève.", field="file")
    odd = sum(min(len(row.last_name), len(row.first_name)) < 2 for row in usable)
    odd += sum(row.reason in NO_NAMES for row in bad)
    if odd >= _ODD_MIN and odd * 2 > len(read):
        raise RosterUnreadable(NAMELESS, field="file")
    persons = with_persons(usable, account.identifiers)
    if persons is None:  # one is of two names: it identifies nobody
        account.read -= len(account.identifiers)
        account.leave(FIELDS["identifier"], len(account.identifiers))
    usable, remarks = with_twins(usable if persons is None else persons)
    told = by_line([*account.unsure, *remarks])
    return Roster(tuple(usable), bad, told, account.left(), account.read)


class _Section:
    """The headings in force, and the class that a title above them names."""

    def __init__(self, sheet: str, said: Said, town: TownRead, account: CellAccount) -> None:
        self._said, self._town, self._account = said, town, account
        self.columns: Mapping[str, int] = {}
        self.outside = 0
        """Filled cells above the headings."""
        self._waiting: Mapping[str, int] = {}
        """Those of headings without a class, above the title that names the first one."""
        self._ordered = False
        """Whether the heading says that the surname comes first."""
        self._headings: Sequence[str] = ()
        self._label = "" if _UNNAMED_SHEET.match(sheet) else sheet

    def read(self, line: int, cells: Sequence[str]) -> RosterRow | BadRow | None:
        """A pupil, a row left out, or None for a heading, a title, an empty row."""
        columns = columns_of(cells, self._said)
        title = "" if _CLASSED & columns.keys() else _class_of_title(cells)
        if title and not _CLASSED & self.columns.keys():
            self._label = title
            self.columns = self.columns or self._waiting
            self._account.read += filled(cells)
            return None
        if columns and self._take(columns, cells):
            self._account.read += filled(cells)
            return None
        if not self.columns:
            self.outside += filled(cells)
            return None
        if not filled(cells):
            return None
        if _counts(cells):
            self._account.read += filled(cells)
            return BadRow(line, COUNTED)
        return self._pupil(line, cells)

    def _take(self, columns: Mapping[str, int], cells: Sequence[str]) -> bool:
        """Read by these headings from here on, or once a title names their class; False among others."""
        self._waiting = columns
        classed = _CLASSED & columns.keys() or self._label
        if not classed and self.columns:
            return False
        self._headings = [" ".join(cell.split()) for cell in cells]
        name = columns.get("full_name", columns.get("name_and_class"))
        self._ordered = name is not None and bool(_IN_ORDER.match(plain(cells[name])))
        self.columns = columns if classed else {}
        return True

    def _pupil(self, line: int, cells: Sequence[str]) -> RosterRow | BadRow:
        values = {
            name: " ".join(cells[index].split()) if index < len(cells) else ""
            for name, index in self.columns.items()
        }
        row = row_of(line, values, self._label, ordered=self._ordered)
        if isinstance(row, BadRow):
            self._account.read += filled(cells)
            return row
        used = set(self.columns.values())
        for index, cell in enumerate(cells):
            if cell.strip() and index in used:
                self._account.read += 1
            elif cell.strip():
                heading = self._headings[index] if index < len(self._headings) else ""
                self._account.leave(heading, 1, index)
        if identifier := plain(values.get("identifier", "")):
            self._account.identifiers[line] = identifier
        return self._with_details(row, values)

    def _with_details(self, row: RosterRow, values: Mapping[str, str]) -> RosterRow:
        """The row with its dates and commune; what cannot be read is told, and left unknown."""
        town, postcode = values.get("commune", ""), values.get("postcode", "")
        born = self._day(row.line, BORN, values.get("born", ""))
        left = self._day(row.line, LEFT, values.get("left", ""))
        commune = self._town(town, postcode) if town or postcode else None
        if (town or postcode) and commune is None:
            what = "Commune de résidence inconnue" if town else "Code postal de résidence inconnu"
            self._account.tell(row.line, what)
        row = replace(row, born=born, commune=commune or "", left=left)
        first, second, own = self._mails(row, values)
        return replace(row, mail_1=first, mail_2=second, own_mail=own)

    def _mails(self, row: RosterRow, values: Mapping[str, str]) -> Sequence[str]:
        """The addresses of the cells, each where its heading says, or beside it; others are told."""
        found = dict.fromkeys(MAILS, "")
        for name in MAILS:
            for mail in self._mails_of(row, name, values.get(name, "")):
                second = name == "mail_1" and "mail_2" not in self.columns
                place = "mail_2" if second and found[name] else name
                if found[place]:
                    self._account.tell(row.line, f"{FIELDS[name]}\u202f: une adresse de plus")
                found[place] = found[place] or mail
        return [found[name] for name in MAILS]

    def _mails_of(self, row: RosterRow, name: str, said: str) -> Sequence[str]:
        pieces = [piece.strip("<>()[]:") for piece in _BETWEEN_MAILS.split(said) if piece]
        mails = [piece for piece in pieces if is_mail(piece)]
        if said and not mails:
            self._account.tell(row.line, f"{FIELDS[name]} illisible")
        elif len(mails) < len(pieces):
            self._account.tell(row.line, f"{FIELDS[name]}\u202f: seule l’adresse est lue")
        if not mails or name == "own_mail" or self._was_said(name):
            return mails
        theirs = [mail for mail in mails if not resembles(mail, row.last_name, row.first_name)]
        if len(theirs) < len(mails):
            self._account.tell(row.line, f"{FIELDS[name]}\u202f: l’adresse porte le nom de l’élève")
        return theirs

    def _was_said(self, name: str) -> bool:
        """Whether it is somebody who said what the column is, and not its heading."""
        return bool(self._said.get(heading_keys(self._headings)[self.columns[name]]))

    def _day(self, line: int, column: str, said: str) -> str:
        """The day of a cell as ISO; one that cannot be read is told, and so is what stands beside it."""
        day = read_day(said) if said else None
        if said and day is None and (within := _DAY.search(said)):
            day = read_day(within[0])
            beside = plain(said.replace(within[0], " ")).split()
            if day and ("?" in said or not _SPARE.issuperset(beside)):
                self._account.tell(line, f"{column}\u202f: seul le jour est lu")
        if said and day is None:
            self._account.tell(line, f"{column} illisible")
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
