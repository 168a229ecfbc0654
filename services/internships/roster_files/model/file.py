"""What a class list (liste d'élèves) holds: its pupils, the rows left out, the cells left aside."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from contracts.identifiers import SchoolYear
from services.chassis.base.errors import Invalid
from services.internships.families.model import FamilySlot
from services.internships.pupils.model import is_believable

MAX_ROWS = 3_000
MAX_CELL_CHARACTERS = 200
HEADING_SEARCH_ROWS = 10
LINES_OF_A_SHEET = 1_000_000
"""A row is known by its number in the file: the second sheet's go on from here."""

BORN, LEFT = "Date de naissance", "Date de sortie"


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
    person: int = field(default=0, kw_only=True)
    """Which bearer of the name it is, as identifiers of the file tell them apart; 0 where none does."""

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
class LeftAside:
    """Filled cells of the file that nothing is made of: where they stand, and how many."""

    where: str
    """The heading above them; empty for a column without one."""
    cells: int
    index: int = 0
    """Which column, from 0."""


@dataclass(frozen=True)
class Roster:
    """What a file holds: rows that can be used, those that cannot, and the cells left aside."""

    rows: tuple[RosterRow, ...]
    bad: tuple[BadRow, ...]
    unsure: tuple[BadRow, ...] = ()
    """Cells of usable rows that are left unknown."""
    aside: tuple[LeftAside, ...] = ()
    read: int = 0
    """Filled cells that are a title, a heading, a field or a remark: with those aside, all of the file."""

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
        return replace(self, rows=rows, unsure=by_line([*self.unsure, *told]))


def _leaves_in(day: date, year: SchoolYear) -> bool:
    """Whether a day is of a school year, or of the summer before it."""
    first = int(year[:4])
    return date(first, 7, 1) <= day <= date(first + 1, 8, 31)


def place_of(line: int) -> str:
    """Where a row is, as a spreadsheet shows it."""
    sheet, row = divmod(line, LINES_OF_A_SHEET)
    return f"feuille {sheet + 1}, ligne {row}" if sheet else f"ligne {row}"


def by_line(told: Iterable[BadRow]) -> tuple[BadRow, ...]:
    """Remarks in the order of the file."""
    return tuple(sorted(told, key=lambda one: one.line))
