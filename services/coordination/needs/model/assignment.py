"""An assignment (transmission): a need as one bureau or one actor of the network has it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from contracts.coordination.needs import NeedHandler, NeedOutcome
from contracts.identifiers import Uai
from services.chassis.base.errors import Conflict, Invalid
from services.coordination.needs.model.states import NeedStatus

ANSWER_CHARACTERS_MAX = 2_000


class AssignmentStatus(StrEnum):
    """Where an assignment stands."""

    ASKED = "asked"
    TAKEN = "taken"
    ANSWERED = "answered"
    RECALLED = "recalled"


@dataclass(frozen=True)
class Assignment:
    """Who was asked, what they promised and what they answered; `actor_id` where it is no bureau.

    `promised_on`: the day by which the company has an answer.
    """

    id: UUID
    need_id: UUID
    uai: Uai
    """The bureau; of an actor, the DSDEN that handed it over."""
    asked_at: datetime
    actor_id: UUID | None = None
    status: AssignmentStatus = AssignmentStatus.ASKED
    taken_at: datetime | None = None
    promised_on: date | None = None
    outcome: NeedOutcome | None = None
    answer: str | None = None
    answered_at: datetime | None = None
    phoned_on: date | None = None
    """The day an actor answered by phone, where the supervisor noted it."""
    reminded_for: date | None = None
    """The promise it was said of that its day is past."""

    @property
    def handler(self) -> NeedHandler:
        """Who it is, as events say it."""
        return NeedHandler.BUREAU if self.actor_id is None else NeedHandler.ACTOR

    @property
    def may_be_asked_anew(self) -> bool:
        """Whether it is theirs no more, or never was for them."""
        return not self.standing or self.outcome is NeedOutcome.NOT_FOR_US

    @property
    def standing(self) -> bool:
        """Whether it still is theirs."""
        return self.status is not AssignmentStatus.RECALLED


def current(assignments: Sequence[Assignment]) -> Sequence[Assignment]:
    """Of each handler what stands now, not what they answered before they were asked anew."""
    last = {(one.uai, one.actor_id): one for one in assignments if one.standing}
    return list(last.values())


def promising_anew(one: Assignment, today: date) -> Assignment:
    """What is seen to again is promised anew: a day that is past promises nothing."""
    passed = one.promised_on is not None and one.promised_on < today
    to_do = one.status in (AssignmentStatus.ASKED, AssignmentStatus.TAKEN)
    return replace(one, promised_on=None) if passed and to_do else one


def standing_of(assignments: Sequence[Assignment]) -> NeedStatus:
    """Where a need stands by what its handlers did.

    One who helped answers it; else who works at it keeps it open; all who have nothing to do with it
    send it back to be passed on; what the others answered is the answer.
    """
    held = current(assignments)
    outcomes = {one.outcome for one in held if one.status is AssignmentStatus.ANSWERED}
    if NeedOutcome.HELPED in outcomes:
        return NeedStatus.ANSWERED
    if any(one.status is AssignmentStatus.TAKEN for one in held):
        return NeedStatus.TAKEN
    if any(one.status is AssignmentStatus.ASKED for one in held):
        return NeedStatus.ROUTED
    return NeedStatus.ANSWERED if outcomes - {NeedOutcome.NOT_FOR_US} else NeedStatus.QUALIFIED


def left_to_do(assignments: Sequence[Assignment]) -> NeedStatus:
    """Where a need stands that the supervisor has again in hand.

    That others found nothing is no answer of hers: she passes it on, or tells the company.
    """
    stands = standing_of(assignments)
    return NeedStatus.QUALIFIED if stands is NeedStatus.ANSWERED else stands


_BEST = (NeedOutcome.HELPED, NeedOutcome.NO_SOLUTION, NeedOutcome.UNREACHABLE)


def outcome_of(assignments: Sequence[Assignment]) -> NeedOutcome:
    """What came of a need by what its handlers answered, the best first."""
    given = {one.outcome for one in current(assignments)}
    return next((outcome for outcome in _BEST if outcome in given), NeedOutcome.NOT_FOR_US)


def speaking_of(assignments: Sequence[Assignment], last: Assignment) -> Assignment:
    """Whose answer the company is written: the last one's, unless the outcome is another's."""
    outcome = outcome_of(assignments)
    if last.outcome is outcome:
        return last
    return next((one for one in current(assignments) if one.outcome is outcome), last)


def taken_since(assignments: Sequence[Assignment]) -> datetime | None:
    """Since when somebody has it in charge; None while nobody does, or no longer."""
    return min(
        (
            one.taken_at
            for one in current(assignments)
            if one.taken_at and not one.may_be_asked_anew
        ),
        default=None,
    )


def replaced(held: Sequence[Assignment], changed: Assignment) -> Sequence[Assignment]:
    """The same assignments, with one as it is now."""
    return [changed if one.id == changed.id else one for one in held]


def bureaux_of(assignments: Collection[Assignment]) -> frozenset[Uai]:
    """The bureaux that have it."""
    return frozenset(one.uai for one in assignments if one.standing and one.actor_id is None)


class NobodyNew(Invalid):
    """A need is passed on to somebody who does not have it."""

    code = "nobody-new"
    title = "Choisissez au moins un bureau, ou un acteur du réseau, qui n’a pas déjà ce besoin."


class ActorUnreachable(Invalid):
    """An actor without an address would never know."""

    code = "actor-unreachable"
    title = (
        "Cet acteur n’a pas d’adresse électronique, ou n’est plus dans l’annuaire\u202f: corrigez sa "
        "fiche dans l’annuaire, ou choisissez-en un autre."
    )


class AssignmentOver(Conflict):
    """It was taken back, or they answered already."""

    code = "assignment-over"
    title = "Ce besoin n’est plus à vous, ou vous y avez déjà répondu."
