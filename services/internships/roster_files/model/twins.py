"""Rows of one name: told apart by an identifier of the file while it is read, completed where they are one pupil's."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from services.internships.formations.model.classes import class_key
from services.internships.pupils.model import name_key
from services.internships.roster_files.model.file import BadRow, RosterRow, place_of
from services.internships.roster_files.model.headings import FIELDS, MAILS

_DETAILS = ("born", "commune", "left")


def person_key(row: RosterRow) -> tuple[str, str]:
    """The name and the class of a row, as they are compared."""
    return name_key(row.last_name, row.first_name), class_key(row.class_label)


def with_persons(
    rows: Sequence[RosterRow], identifiers: Mapping[int, str]
) -> Sequence[RosterRow] | None:
    """The rows, each with which bearer of its name it is; `identifiers` by line go no further.

    None where one identifier is of two names: then it identifies nobody.
    """
    bearers: dict[str, str] = {}
    numbers: dict[str, dict[str, int]] = defaultdict(dict)
    found = []
    for row in rows:
        identifier, name = identifiers.get(row.line), name_key(row.last_name, row.first_name)
        if identifier is None:
            found.append(row)
            continue
        if bearers.setdefault(identifier, name) != name:
            return None
        of_name = numbers[name]
        found.append(replace(row, person=of_name.setdefault(identifier, len(of_name) + 1)))
    return found


def completed(first: RosterRow, other: RosterRow) -> tuple[RosterRow, Sequence[str]]:
    """A row with what another one of the same pupil adds, and the fields they disagree on, left aside."""
    added, differing = {}, []
    for name in _DETAILS:
        mine, theirs = getattr(first, name), getattr(other, name)
        if theirs and not mine:
            added[name] = theirs
        elif theirs and theirs != mine:
            differing.append(name)
    mails = {name: getattr(first, name) for name in MAILS}
    for name in MAILS:
        mail = getattr(other, name)
        if not mail or mail.casefold() in {one.casefold() for one in mails.values()}:
            continue
        places = [name] if name == "own_mail" else [name, "mail_1", "mail_2"]
        free = next((place for place in places if not mails[place]), None)
        if free:
            mails[free] = mail
        else:
            differing.append(name)
    return replace(first, **added, **mails), differing


def with_twins(rows: Iterable[RosterRow]) -> tuple[Sequence[RosterRow], Sequence[BadRow]]:
    """The rows, the first of each pupil written twice completed by the others; what they disagree on."""
    at: dict[tuple[str, str, int], int] = {}
    found: list[RosterRow] = []
    remarks: list[BadRow] = []
    for row in rows:
        first = at.setdefault((*person_key(row), row.person), len(found)) if row.person else None
        found.append(row)
        if first is not None and found[first].line != row.line:
            found[first], differing = completed(found[first], row)
            remarks += _disagreements(found[first].line, row.line, differing)
    return found, remarks


def _disagreements(first: int, line: int, differing: Sequence[str]) -> Iterator[BadRow]:
    for name in differing:
        yield BadRow(line, f"{FIELDS[name]} autre que celle de la {place_of(first)}, même élève")
