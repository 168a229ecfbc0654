"""A decision (décision) of a committee: whose it is to carry out, by when, and where it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from contracts.coordination.committees import DecisionState
from contracts.identifiers import Uai
from services.chassis.base.errors import Conflict, Invalid, StaleVersion


class DecisionMove(StrEnum):
    """What becomes of a decision."""

    FINISH = "finish"
    GIVE_UP = "give_up"
    WITHDRAW = "withdraw"
    """It was noted by mistake."""
    REOPEN = "reopen"


_S, _M = DecisionState, DecisionMove
MOVES: Mapping[DecisionMove, Mapping[DecisionState, DecisionState]] = {
    _M.FINISH: {_S.OPEN: _S.DONE},
    _M.GIVE_UP: {_S.OPEN: _S.GIVEN_UP},
    _M.WITHDRAW: {_S.OPEN: _S.GIVEN_UP},
    _M.REOPEN: {_S.DONE: _S.OPEN, _S.GIVEN_UP: _S.OPEN},
}
"""From which state each move leads where."""


@dataclass(frozen=True)
class Owner:
    """Who carries a decision out: a lycée, an actor of the directory, or the DSDEN.

    `uai` is the lycée's; the DSDEN's own for the two others.
    """

    uai: Uai
    actor_id: UUID | None = None


@dataclass(frozen=True)
class DecisionDetails:
    """What was decided, who carries it out, and by when, if a day was said."""

    text: str
    owner: Owner
    due_on: date | None = None


@dataclass(frozen=True)
class Decision:
    """A decision as it is followed; `late_told_for` is the due day its lycée was told it was late for."""

    id: UUID
    committee_id: UUID
    meeting_id: UUID
    details: DecisionDetails
    taken_on: date
    state: DecisionState = DecisionState.OPEN
    settled_at: datetime | None = None
    late_told_for: date | None = field(default=None, repr=False)
    withdrawn_at: datetime | None = None
    """When it was taken back, as noted by mistake: it is given up, and in no list."""
    version: int = 1

    def expect(self, version: int) -> None:
        """Raises StaleVersion unless `version` is current."""
        if version != self.version:
            known = {"text": self.details.text, "due_on": self.details.due_on}
            raise StaleVersion(current={**known, "version": self.version})

    def moved(self, move: DecisionMove, *, now: datetime) -> "Decision":
        """The decision after a move. Raises DecisionMoved."""
        state = MOVES[move].get(self.state)
        if state is None:
            raise DecisionMoved
        settled = None if state is DecisionState.OPEN else now
        withdrawn = now if move is DecisionMove.WITHDRAW else None
        moved = replace(self, state=state, settled_at=settled, withdrawn_at=withdrawn)
        return replace(moved, version=self.version + 1)

    def corrected(self, details: DecisionDetails) -> "Decision":
        """What was decided, otherwise. Raises DecisionMoved once it is closed."""
        if self.state is not DecisionState.OPEN:
            raise DecisionMoved
        return replace(self, details=details, version=self.version + 1)

    def is_late(self, today: date) -> bool:
        """Whether it is still to be done after its day."""
        due = self.details.due_on
        return self.state is DecisionState.OPEN and due is not None and due < today


class DecisionMoved(Conflict):
    """A decision that was closed, or taken up again, meanwhile."""

    code = "decision-moved"
    title = "Cette décision a changé d’état entre-temps\u202f: voyez où elle en est"


class MeetingCancelled(Conflict):
    """A meeting that was cancelled: nothing is decided where nobody met."""

    code = "meeting-cancelled"
    title = "Cette réunion est annulée\u202f: aucune décision n’y est prise"


class OwnerUnclear(Invalid):
    """A decision that nobody, or several, were to carry out."""

    code = "owner-unclear"
    title = "Indiquez qui s’en charge\u202f: un lycée, un acteur de l’annuaire, ou la DSDEN."
