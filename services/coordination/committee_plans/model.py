"""A line of a framework of actions (cadre d’actions): what is meant, who sees to it, and where it is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from contracts.coordination.avenir import AvenirAxis
from contracts.identifiers import SchoolYear
from services.chassis.base.errors import Conflict, StaleVersion
from services.coordination.decisions.model import Owner

TEXT_CHARACTERS_MAX = 500


class PlanState(StrEnum):
    """Where a line is (état d’une action du cadre)."""

    FORESEEN = "foreseen"
    UNDER_WAY = "under_way"
    DONE = "done"
    GIVEN_UP = "given_up"


STATES: Mapping[PlanState, tuple[str, str]] = {
    PlanState.FORESEEN: ("Prévue", "info"),
    PlanState.UNDER_WAY: ("En cours", "info"),
    PlanState.DONE: ("Faite", "success"),
    PlanState.GIVEN_UP: ("Abandonnée", "neutral"),
}
"""As users read them, each with its colour."""
SETTLED = frozenset({PlanState.DONE, PlanState.GIVEN_UP})


@dataclass(frozen=True)
class PlanText:
    """What is meant: on which axis, by whom and by when, if it was said."""

    axis: AvenirAxis
    text: str
    owner: Owner | None = None
    """None: the committee as a whole."""
    due_on: date | None = None


@dataclass(frozen=True)
class PlanLine:
    """A line as it is followed; a removed one can be put back."""

    id: UUID
    committee_id: UUID
    year: SchoolYear
    said: PlanText
    changed_at: datetime
    state: PlanState = PlanState.FORESEEN
    outcome: str | None = None
    """What was done of it, in the words of the supervisor."""
    removed_at: datetime | None = None
    version: int = 1

    def expect(self, version: int, *, removed: bool = False) -> None:
        """Raises StaleVersion unless `version` is current, PlanLineGone when it was removed, or put back."""
        if version != self.version:
            known = {
                "axis": self.said.axis.value,
                "text": self.said.text,
                "due_on": self.said.due_on,
                "state": self.state.value,
                "outcome": self.outcome,
            }
            raise StaleVersion(current={**known, "version": self.version})
        if (self.removed_at is not None) is not removed:
            raise PlanLineGone

    def changed(
        self, said: PlanText, state: PlanState, outcome: str | None, *, now: datetime
    ) -> "PlanLine":
        """The line as it is from now on."""
        moved = replace(self, said=said, state=state, outcome=outcome, changed_at=now)
        return replace(moved, version=self.version + 1)

    def removed(self, *, now: datetime) -> "PlanLine":
        """The line, taken out of the framework."""
        return replace(self, removed_at=now, changed_at=now, version=self.version + 1)

    def put_back(self, *, now: datetime) -> "PlanLine":
        """The line, in the framework after all."""
        return replace(self, removed_at=None, changed_at=now, version=self.version + 1)

    def is_late(self, today: date) -> bool:
        """Whether it is still to be done after its day."""
        due = self.said.due_on
        return due is not None and due < today and self.state not in SETTLED


def left_over(before: Iterable[PlanLine], here: Iterable[PlanLine]) -> Sequence[PlanText]:
    """What the year before neither did nor gave up, and this one does not hold yet; without its day."""
    known = {(one.said.axis, one.said.text.casefold()) for one in here}
    return [
        replace(one.said, due_on=None)
        for one in before
        if one.state not in SETTLED and (one.said.axis, one.said.text.casefold()) not in known
    ]


class PlanLineGone(Conflict):
    """It was taken out of the framework, or put back."""

    code = "plan-line-gone"
    title = "Cette action a été retirée du cadre, ou remise, entre-temps\u202f: relisez le cadre"


class NothingLeftOver(Conflict):
    """The framework of the year before holds nothing that this one lacks."""

    code = "nothing-left-over"
    title = "Le cadre de l’an dernier n’a rien à reprendre"
