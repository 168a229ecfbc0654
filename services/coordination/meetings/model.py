"""A meeting (réunion) of a committee: when and where, until when it stands, and who is told of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.base.errors import Conflict, Invalid, StaleVersion


class MeetingState(StrEnum):
    """Where a meeting is on its way."""

    PLANNED = "planned"
    CONVENED = "convened"
    HELD = "held"
    CANCELLED = "cancelled"


class MeetingStep(StrEnum):
    """What is done with a meeting."""

    CONVENE = "convene"
    RECALL = "recall"
    """The convocation is taken back."""
    HOLD = "hold"
    CANCEL = "cancel"
    REOPEN = "reopen"
    """That it was held, or cancelled, is taken back."""


_S, _D = MeetingState, MeetingStep
STEPS: Mapping[MeetingStep, Mapping[MeetingState, MeetingState]] = {
    _D.CONVENE: {_S.PLANNED: _S.CONVENED, _S.CONVENED: _S.CONVENED},
    _D.RECALL: {_S.CONVENED: _S.PLANNED},
    _D.HOLD: {_S.PLANNED: _S.HELD, _S.CONVENED: _S.HELD},
    _D.CANCEL: {_S.PLANNED: _S.CANCELLED, _S.CONVENED: _S.CANCELLED},
    _D.REOPEN: {_S.HELD: _S.PLANNED, _S.CANCELLED: _S.PLANNED},
}
"""From which state each step leads where; one that had been convened is so again once it is reopened."""


@dataclass(frozen=True)
class MeetingPlan:
    """The plan of a meeting, when and where: what calendars are told. Hours are those of Paris."""

    on: date
    starts_at: time | None = None
    ends_at: time | None = None
    place: str | None = None

    def __post_init__(self) -> None:
        """Raises HoursUnclear."""
        if self.ends_at is not None and (self.starts_at is None or self.ends_at <= self.starts_at):
            raise HoursUnclear(field="ends_at")


@dataclass(frozen=True)
class ToldMeeting:
    """What the department was told of a meeting last: how many came, what was decided, on which day."""

    attended: int
    decisions: int
    on: date


@dataclass(frozen=True)
class Meeting:
    """A meeting; `others`: how many came beside members, None while nobody counted."""

    id: UUID
    committee_id: UUID
    plan: MeetingPlan
    agenda: str | None = None
    state: MeetingState = MeetingState.PLANNED
    convened_at: datetime | None = None
    minutes: str | None = None
    others: int | None = None
    told: ToldMeeting | None = None
    sequence: int = 0
    """Grows with each change its readers are told: of two messages calendars take over the last one."""
    version: int = 1

    def expect(self, version: int) -> None:
        """Raises StaleVersion unless `version` is current."""
        if version != self.version:
            raise StaleVersion(
                current={
                    **vars(self.plan),
                    "agenda": self.agenda,
                    "minutes": self.minutes,
                    "version": self.version,
                }
            )

    def stepped(self, step: MeetingStep) -> "Meeting":
        """The meeting after a step. Raises MeetingStepNotPossible."""
        state = STEPS[step].get(self.state)
        if state is None:
            raise MeetingStepNotPossible
        if step is MeetingStep.REOPEN and self.convened_at is not None:
            state = MeetingState.CONVENED
        return replace(self, state=state, sequence=self.sequence + 1, version=self.version + 1)

    def may(self, step: MeetingStep) -> bool:
        """Whether a step is possible."""
        return self.state in STEPS[step]

    @property
    def may_be_planned(self) -> bool:
        """Whether its day and its agenda may change."""
        return self.state in (MeetingState.PLANNED, MeetingState.CONVENED)

    def planned(self, plan: MeetingPlan, agenda: str | None) -> "Meeting":
        """Another day, place or agenda. Raises MeetingStepNotPossible."""
        if not self.may_be_planned:
            raise MeetingStepNotPossible
        moved = int(plan != self.plan)
        return replace(
            self,
            plan=plan,
            agenda=agenda,
            sequence=self.sequence + moved,
            version=self.version + 1,
        )

    def expect_over(self, today: date) -> None:
        """Raises MeetingNotYet."""
        if self.plan.on > today:
            raise MeetingNotYet

    def changed(self, **changes: Any) -> "Meeting":
        """The meeting as it is from now on."""
        return replace(self, **changes, version=self.version + 1)


@dataclass(frozen=True)
class Invite:
    """An appointment of one reader with a meeting: who sits there, or the bureau of `lycee`.

    It stays that lycée's, whomever `member_id` sits there for later.
    """

    id: UUID
    meeting_id: UUID
    member_id: UUID
    lycee: Uai | None = None

    @property
    def to_bureau(self) -> bool:
        """Whether a bureau reads it."""
        return self.lycee is not None


class HoursUnclear(Invalid):
    """A meeting that would end before it begins."""

    code = "hours-unclear"
    title = "L’heure de fin vient après l’heure de début."


class MeetingInThePast(Invalid):
    """A meeting on a day that is over: nobody is convened to it."""

    code = "meeting-in-the-past"
    title = "Ce jour est passé\u202f: donnez un jour à venir pour convoquer."


class MeetingNotYet(Conflict):
    """A meeting whose day has not come: it is held once it has."""

    code = "meeting-not-yet"
    title = "Cette réunion n’a pas encore eu lieu\u202f: notez qui est venu à partir de ce jour-là"


class MeetingStepNotPossible(Conflict):
    """A meeting with which somebody did something else meanwhile, or the same already."""

    code = "meeting-step-not-possible"
    title = "Cette réunion a changé d’état entre-temps\u202f: voyez où elle en est"


class AttendeeUnknown(Invalid):
    """Who came is no member of the committee."""

    code = "attendee-unknown"
    title = "Une personne cochée n’est plus membre de ce comité\u202f: rechargez la page."
