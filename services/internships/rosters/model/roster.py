"""What importing a roster would do, row by row: created, already there, or to check by a human.

Homonyms are never merged by themselves: a name seen in another class may be the same pupil who
changed class, or somebody else, and only the lycée knows.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from services.internships.formations.model.classes import class_key
from services.internships.pupils.model import KnownPupil, name_key
from services.internships.roster_files.model.file import RosterRow
from services.internships.roster_files.model.twins import person_key
from services.internships.rosters.model.pupil_details import Details


class Verdict(StrEnum):
    """What a row turns out to be."""

    CREATED = "created"
    KNOWN = "known"
    HOMONYM = "homonym"
    TWICE = "twice"
    REPEATED = "repeated"
    """The same name, class and identifier as a row above: the same pupil, written twice."""
    HIDDEN = "hidden"
    """Somebody new whom the workbook does not show: a filter leaves the row out, or it is folded away."""


class Decision(StrEnum):
    """What the lycée says about a row to check; without an answer the row is left aside."""

    ASIDE = "aside"
    SAME = "same"
    OTHER = "other"


@dataclass(frozen=True)
class PlannedRow:
    """A row, its verdict, and the pupil it may be (`candidate`: the homonym to compare with)."""

    row: RosterRow
    verdict: Verdict
    candidate: KnownPupil | None = None
    decision: Decision = Decision.ASIDE
    suggested: Decision = Decision.ASIDE
    """What the file itself points to; a human still says it."""
    twin: RosterRow | None = None
    """The row above of the same name and class, or of the same identifier."""

    @property
    def to_check(self) -> bool:
        """Whether a human has to say who this is."""
        return self.verdict in (Verdict.HOMONYM, Verdict.TWICE, Verdict.HIDDEN)

    @property
    def born_another_day(self) -> bool:
        """Whether the candidate is in this row's own class: of another birth date, or else it would be them."""
        candidate = self.candidate
        return candidate is not None and candidate.class_key == class_key(self.row.class_label)

    @property
    def creates(self) -> bool:
        """Whether importing makes a new pupil of this row."""
        return self.verdict is Verdict.CREATED or (
            self.to_check and self.decision is Decision.OTHER
        )

    @property
    def moves(self) -> bool:
        """Whether importing takes the candidate for this row's pupil: moved to its class, or corrected."""
        return self.candidate is not None and self.decision is Decision.SAME

    @property
    def corrects(self) -> bool:
        """Whether importing has the candidate be born on this row's day."""
        return self.moves and self.born_another_day


@dataclass(frozen=True)
class RosterPlan:
    """The whole file judged, and the pupils of its classes it no longer names."""

    rows: tuple[PlannedRow, ...]
    missing: tuple[KnownPupil, ...]
    back: tuple[KnownPupil, ...] = ()
    """Pupils the file names as present though they had left."""
    leaving: tuple[tuple[KnownPupil, RosterRow], ...] = ()
    """Recorded pupils of whom the file says which day they left."""
    details: tuple[Details, ...] = ()
    """Recorded pupils of whom the file says something else, or more."""
    known_ids: Mapping[int, UUID] = field(default_factory=dict)
    """The recorded pupil each row is about, by line, where one is."""

    @property
    def moved(self) -> Sequence[tuple[RosterRow, KnownPupil]]:
        """Rows said to be recorded pupils of another class, with them."""
        return [
            (row.row, row.candidate)
            for row in self.rows
            if row.moves and not row.corrects and row.candidate
        ]

    @property
    def moved_and_left(self) -> Mapping[UUID, date]:
        """The day each pupil left whom a human took for a row's that says so."""
        same = [(row.row, row.candidate) for row in self.rows if row.moves]
        return {
            pupil.id: row.left_on
            for row, pupil in same
            if pupil and row.left_on and not pupil.left_on
        }

    def of(self, verdict: Verdict) -> tuple[PlannedRow, ...]:
        """The rows of one verdict, in the file's order."""
        return tuple(row for row in self.rows if row.verdict is verdict)


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
    repeated = _repeated(rows)
    paired: dict[int, KnownPupil | None] = {}
    for exactly in (True, False):
        for row in rows:
            if row.line not in repeated and not paired.get(row.line):
                paired[row.line] = unclaimed.claim(row, exactly=exactly)
    judging = _Judging(rows, unclaimed, paired)
    planned = []
    for row in rows:
        if row.line in repeated:
            planned.append(PlannedRow(row, Verdict.REPEATED))
            continue
        judged = judging.judge(row)
        decision = decided.get(row.line, Decision.ASIDE)
        planned.append(replace(judged, decision=decision))
    same = [(pupil, row) for row in rows if (pupil := paired.get(row.line))]
    return RosterPlan(
        tuple(planned),
        unclaimed.missing_from(rows, planned),
        back=tuple(pupil for pupil, row in same if pupil.left_on and not row.left),
        details=_details(planned, paired),
        known_ids=_known_ids(planned, paired),
        leaving=tuple((pupil, row) for pupil, row in same if row.left and not pupil.left_on),
    )


def _known_ids(
    planned: Iterable[PlannedRow], paired: Mapping[int, KnownPupil | None]
) -> Mapping[int, UUID]:
    same = {
        row.row.line: paired.get(row.row.line) or (row.candidate if row.moves else None)
        for row in planned
    }
    return {line: pupil.id for line, pupil in same.items() if pupil}


def _details(
    planned: Iterable[PlannedRow], paired: Mapping[int, KnownPupil | None]
) -> tuple[Details, ...]:
    same = [
        Details(pupil, row.row)
        for row in planned
        if (pupil := paired.get(row.row.line) or (row.candidate if row.moves else None))
    ]
    return tuple(one for one in same if one.to_record(corrects=True))


def _repeated(rows: Sequence[RosterRow]) -> set[int]:
    seen: set[tuple[str, str, int]] = set()
    repeated = set()
    for row in rows:
        pupil = (*person_key(row), row.person)
        if row.person and pupil in seen:
            repeated.add(row.line)
        seen.add(pupil)
    return repeated


class _Judging:
    """What was seen of the file so far."""

    def __init__(
        self,
        rows: Sequence[RosterRow],
        unclaimed: "_Unclaimed",
        paired: Mapping[int, KnownPupil | None],
    ) -> None:
        self._unclaimed, self._paired = unclaimed, paired
        self._classes = {class_key(row.class_label) for row in rows}
        self._times = Counter(name_key(row.last_name, row.first_name) for row in rows)
        self._seen: dict[tuple[str, str], RosterRow] = {}
        self._persons: dict[str, dict[int, RosterRow]] = defaultdict(dict)
        for row in (row for row in rows if paired.get(row.line)):
            self._persons[person_key(row)[0]].setdefault(row.person, row)
        self._births: dict[str, set[str]] = defaultdict(set)

    def judge(self, row: RosterRow) -> PlannedRow:
        """One row, in the file's order."""
        key, klass = person_key(row)
        persons = self._persons[key]
        alone = not persons or bool(row.person and 0 not in persons and row.person not in persons)
        twin = None if alone else self._seen.get((key, klass), persons.get(row.person))
        candidate = None
        if self._paired.get(row.line):
            verdict = Verdict.KNOWN
        elif not alone and (key, klass) in self._seen:
            verdict = Verdict.TWICE
        elif candidate := self._unclaimed.elsewhere(key):
            verdict = Verdict.HOMONYM
        else:
            new = Verdict.HIDDEN if row.hidden else Verdict.CREATED
            verdict = new if alone else Verdict.HOMONYM
        suggested = self._suggested(row, key, candidate)
        self._seen.setdefault((key, klass), row)
        persons.setdefault(row.person, row)
        self._births[key].add(row.born)
        return PlannedRow(row, verdict, candidate, suggested=suggested, twin=twin)

    def _suggested(self, row: RosterRow, key: str, candidate: KnownPupil | None) -> Decision:
        """Moved, when the pupil's own class is in the file without that only bearer of the name.

        In one class, a birth date that differs is another pupil's as well as a mistake. Nothing is proposed of
        a row that the workbook hides.
        """
        if row.hidden:
            return Decision.ASIDE
        if candidate:
            if candidate.class_key == class_key(row.class_label):
                return Decision.ASIDE
            if row.born_on and candidate.born_on:
                same = row.born_on == candidate.born_on and not candidate.left_on
                return Decision.SAME if same else Decision.OTHER
            alone = self._times[key] == 1 and not self._unclaimed.elsewhere_left(key)
            moved = alone and candidate.class_key in self._classes and not candidate.left_on
            return Decision.SAME if moved else Decision.ASIDE
        births = self._births[key]
        apart = row.born and births and "" not in births and row.born not in births
        return Decision.OTHER if apart else Decision.ASIDE


class _Unclaimed:
    """The recorded pupils that no row of the file has been paired with yet."""

    def __init__(self, known: Iterable[KnownPupil]) -> None:
        self._by_name: dict[str, list[KnownPupil]] = defaultdict(list)
        for pupil in known:
            self._by_name[pupil.name_key].append(pupil)

    def claim(self, row: RosterRow, *, exactly: bool) -> KnownPupil | None:
        """Pair the row with a pupil of the same name and class, not known to be born another day.

        `exactly`: known to be born the same day.
        """
        pupils = self._by_name[name_key(row.last_name, row.first_name)]
        for pupil in pupils:
            known = row.born_on and pupil.born_on
            born = row.born_on == pupil.born_on if known else not exactly
            if born and pupil.class_key == class_key(row.class_label):
                pupils.remove(pupil)
                return pupil
        return None

    def elsewhere(self, key: str) -> KnownPupil | None:
        """A pupil of that name in another class; offered to one row only."""
        pupils = self._by_name[key]
        return pupils.pop(0) if pupils else None

    def elsewhere_left(self, key: str) -> bool:
        """Whether other pupils have that name."""
        return bool(self._by_name[key])

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
            if pupil.class_key in classes and pupil.id not in offered and not pupil.left_on
        )
