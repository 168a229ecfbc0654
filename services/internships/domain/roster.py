"""What importing a roster would do, row by row: created, already there, or to check by a human.

Homonyms are never merged by themselves: a name seen in another class may be the same pupil who
changed class, or somebody else, and only the lycée knows.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from services.internships.domain.roster_file import RosterRow
from services.internships.domain.text import plain


class Verdict(StrEnum):
    """What a row turns out to be."""

    CREATED = "created"
    KNOWN = "known"
    HOMONYM = "homonym"
    TWICE = "twice"


class Decision(StrEnum):
    """What the lycée says about a row to check; without an answer the row is left aside."""

    ASIDE = "aside"
    SAME = "same"
    OTHER = "other"


@dataclass(frozen=True)
class KnownPupil:
    """A pupil of this school year already recorded."""

    id: UUID
    name_key: str
    class_key: str
    class_label: str


@dataclass(frozen=True)
class PlannedRow:
    """A row, its verdict, and the pupil it may be (`candidate`: the homonym to compare with)."""

    row: RosterRow
    verdict: Verdict
    candidate: KnownPupil | None = None
    decision: Decision = Decision.ASIDE

    @property
    def to_check(self) -> bool:
        """Whether a human has to say who this is."""
        return self.verdict in (Verdict.HOMONYM, Verdict.TWICE)

    @property
    def creates(self) -> bool:
        """Whether importing makes a new pupil of this row."""
        return self.verdict is Verdict.CREATED or (
            self.to_check and self.decision is Decision.OTHER
        )

    @property
    def moves(self) -> bool:
        """Whether importing moves the candidate to this row's class."""
        return self.candidate is not None and self.decision is Decision.SAME


@dataclass(frozen=True)
class RosterPlan:
    """The whole file judged, and the pupils of its classes it no longer names."""

    rows: tuple[PlannedRow, ...]
    missing: tuple[KnownPupil, ...]

    def of(self, verdict: Verdict) -> tuple[PlannedRow, ...]:
        """The rows of one verdict, in the file's order."""
        return tuple(row for row in self.rows if row.verdict is verdict)


def name_key(last_name: str, first_name: str) -> str:
    """A name as it is compared; the bar keeps "Le Roy / Jean" from "Le / Roy Jean"."""
    return f"{plain(last_name)}|{plain(first_name)}"


def class_key(label: str) -> str:
    """A class label as it is compared: "2 MVA" and "2MVA" are one class."""
    return plain(label).replace(" ", "")


def plan_roster(
    rows: Sequence[RosterRow],
    known: Iterable[KnownPupil],
    decisions: Mapping[int, Decision] | None = None,
) -> RosterPlan:
    """Judge each row against the recorded pupils and the rest of the file.

    Rows are paired with pupils of the same name and class first, so that importing a file again
    changes nothing, even when two pupils of one class have the same name.
    """
    decided = decisions or {}
    unclaimed = _Unclaimed(known)
    paired = {row.line: unclaimed.claim(row) for row in rows}
    seen: set[tuple[str, str]] = set()
    names_seen = {name_key(r.last_name, r.first_name) for r in rows if paired[r.line]}
    planned = []
    for row in rows:
        key, klass = name_key(row.last_name, row.first_name), class_key(row.class_label)
        candidate = None
        if paired[row.line]:
            verdict = Verdict.KNOWN
        elif (key, klass) in seen:
            verdict = Verdict.TWICE
        elif candidate := unclaimed.elsewhere(key):
            verdict = Verdict.HOMONYM
        else:
            verdict = Verdict.HOMONYM if key in names_seen else Verdict.CREATED
        seen.add((key, klass))
        names_seen.add(key)
        decision = decided.get(row.line, Decision.ASIDE)
        planned.append(PlannedRow(row, verdict, candidate, decision))
    return RosterPlan(tuple(planned), unclaimed.missing_from(rows, planned))


class _Unclaimed:
    """The recorded pupils that no row of the file has been paired with yet."""

    def __init__(self, known: Iterable[KnownPupil]) -> None:
        self._by_name: dict[str, list[KnownPupil]] = defaultdict(list)
        for pupil in known:
            self._by_name[pupil.name_key].append(pupil)

    def claim(self, row: RosterRow) -> KnownPupil | None:
        """Pair the row with a pupil of the same name and class."""
        pupils = self._by_name[name_key(row.last_name, row.first_name)]
        for pupil in pupils:
            if pupil.class_key == class_key(row.class_label):
                pupils.remove(pupil)
                return pupil
        return None

    def elsewhere(self, key: str) -> KnownPupil | None:
        """A pupil of that name in another class; offered to one row only."""
        pupils = self._by_name[key]
        return pupils.pop(0) if pupils else None

    def missing_from(
        self, rows: Iterable[RosterRow], planned: Iterable[PlannedRow]
    ) -> tuple[KnownPupil, ...]:
        """Pupils of the file's classes that it does not name: gone, perhaps."""
        classes = {class_key(row.class_label) for row in rows}
        offered = {row.candidate.id for row in planned if row.candidate}
        return tuple(
            pupil
            for pupils in self._by_name.values()
            for pupil in pupils
            if pupil.class_key in classes and pupil.id not in offered
        )
