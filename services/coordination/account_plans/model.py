"""A line of a shared plan (ligne d’un plan partagé): a subject, a lycée in charge, a day and how far it is."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from contracts.coordination.accounts import AccountSubject
from contracts.identifiers import Uai
from services.chassis.base.errors import Conflict, Invalid, StaleVersion

WHAT_CHARACTERS_MAX = 300


class LineState(StrEnum):
    """How far a line is."""

    TO_DO = "todo"
    DOING = "doing"
    DONE = "done"
    DROPPED = "dropped"


OPEN = (LineState.TO_DO, LineState.DOING)


class LineMoved(Conflict):
    """Somebody was faster."""

    code = "plan-line-moved"
    title = "Cette ligne a déjà changé\u202f: relisez le plan."


class LineNotYours(Conflict):
    """Each lycée ticks its own lines."""

    code = "plan-line-not-yours"
    title = "Cette ligne est à un autre lycée\u202f: lui seul dit où elle en est."


class LineLyceeNotConcerned(Invalid):
    """Lines are of lycées the account concerns."""

    code = "plan-line-not-concerned"
    title = "Choisissez un lycée que ce compte concerne."


@dataclass(frozen=True)
class PlanLine:
    """What one lycée is in charge of."""

    id: UUID
    key_account_id: UUID
    uai: Uai
    subject: AccountSubject
    what: str
    due_on: date | None
    changed_at: datetime
    state: LineState = LineState.TO_DO
    removed_at: datetime | None = None
    version: int = 1

    def is_late(self, today: date) -> bool:
        """Whether its day is over, and it is not."""
        return self.state in OPEN and self.due_on is not None and self.due_on < today

    def expect(self, version: int) -> None:
        """Raises StaleVersion."""
        if version != self.version:
            known = {"subject": self.subject, "what": self.what, "due_on": self.due_on}
            raise StaleVersion(current={**known, "version": self.version})

    def moved(self, version: int, state: LineState, *, now: datetime) -> "PlanLine":
        """It is that far now. Raises StaleVersion, LineMoved."""
        self.expect(version)
        if self.removed_at is not None or state is self.state:
            raise LineMoved
        return replace(self, state=state, changed_at=now, version=self.version + 1)

    def corrected(
        self,
        version: int,
        *,
        subject: AccountSubject,
        what: str,
        due_on: date | None,
        now: datetime,
    ) -> "PlanLine":
        """It says this now. Raises StaleVersion, LineMoved."""
        self.expect(version)
        if self.removed_at is not None:
            raise LineMoved
        said = replace(self, subject=subject, what=what, due_on=due_on, changed_at=now)
        return replace(said, version=self.version + 1)

    def removed(self, version: int, *, now: datetime) -> "PlanLine":
        """It is not of the plan any more. Raises StaleVersion, LineMoved."""
        self.expect(version)
        if self.removed_at is not None:
            raise LineMoved
        return replace(self, removed_at=now, changed_at=now, version=self.version + 1)

    def restored(self, version: int, *, now: datetime) -> "PlanLine":
        """It is of the plan again. Raises StaleVersion, LineMoved."""
        self.expect(version)
        if self.removed_at is None:
            raise LineMoved
        return replace(self, removed_at=None, changed_at=now, version=self.version + 1)


@dataclass(frozen=True)
class LineMove:
    """One step of a line: who said it, and when; `before`: None where it was put into the plan."""

    line_id: UUID
    uai: Uai
    before: LineState | None
    after: LineState
    at: datetime


NEXT: Mapping[LineState, tuple[LineState, ...]] = {
    LineState.TO_DO: (LineState.DOING, LineState.DONE),
    LineState.DOING: (LineState.DONE,),
    LineState.DONE: (),
    LineState.DROPPED: (LineState.TO_DO,),
}
"""Where a line goes most often; it may go anywhere."""
LINE_STATES: Mapping[LineState, tuple[str, str]] = {
    LineState.TO_DO: ("À faire", "neutral"),
    LineState.DOING: ("En cours", "info"),
    LineState.DONE: ("Faite", "success"),
    LineState.DROPPED: ("Abandonnée", "neutral"),
}
"""What states of a line are called, and how they are shown."""
