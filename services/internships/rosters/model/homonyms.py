"""Pupils of one name and class: one written twice, as somebody says, or two whom nothing recorded tells apart."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from services.internships.pupils.model import KnownPupil
from services.internships.roster_files.model.file import RosterRow
from services.internships.roster_files.model.twins import person_key, with_twins
from services.internships.rosters.model.roster import Decision


def with_answers(
    rows: Sequence[RosterRow], decisions: Mapping[int, Decision]
) -> Sequence[RosterRow]:
    """The rows, once those said to be of one pupil (same name, same class) are: the first is completed."""
    first: dict[tuple[str, str], int] = {}
    found = list(rows)
    for at, row in enumerate(rows):
        before = first.setdefault(person_key(row), at)
        if before != at and decisions.get(row.line) is Decision.SAME:
            person = found[before].person or max(one.person for one in found) + 1
            found[before] = replace(found[before], person=person)
            found[at] = replace(row, person=person)
    return with_twins(found)[0]


def without_doubtful_details(
    rows: Iterable[RosterRow], known: Iterable[KnownPupil]
) -> Sequence[RosterRow]:
    """The rows; of those whom nothing recorded tells from a homonym, the name, class and birth date alone.

    An identifier is not kept: which of two such pupils a second list completes is not known, and the
    parents of one are not to read of the other.
    """
    rows = list(rows)
    recorded: dict[tuple[str, str], list[date | None]] = defaultdict(list)
    for pupil in known:
        recorded[pupil.name_key, pupil.class_key].append(pupil.born_on)
    listed: dict[tuple[str, str], dict[object, date | None]] = defaultdict(dict)
    for row in rows:
        listed[person_key(row)].setdefault(row.person or f"line {row.line}", row.born_on)
    found = []
    for row in rows:
        key = person_key(row)
        alike = [
            sum(not (born and row.born_on) or born == row.born_on for born in births)
            for births in (recorded.get(key, []), listed[key].values())
        ]
        doubtful = alike[0] and max(alike) > 1
        found.append(_bare(row) if doubtful else row)
    return found


def _bare(row: RosterRow) -> RosterRow:
    return replace(row, commune="", left="", mail_1="", mail_2="", own_mail="")
