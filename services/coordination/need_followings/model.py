"""What who has a need is told when it moves, and whom that concerns: pure."""

from collections.abc import Sequence
from datetime import date

from contracts.coordination.needs import NeedStep
from services.coordination.needs.model.assignment import Assignment, AssignmentStatus
from services.coordination.needs.model.need import Need
from services.coordination.needs.model.states import NeedStatus

_S = NeedStatus
_PASSED_ON = (_S.ROUTED, _S.TAKEN)
_TO_DO = (AssignmentStatus.ASKED, AssignmentStatus.TAKEN)


def step_of(before: NeedStatus, after: NeedStatus, *, answered: bool) -> NeedStep | None:
    """What is told of a need that went from one state to another; None where nothing is.

    `answered`: whether something came of it; the company that needs nothing any more has no answer.
    """
    if after is _S.CLOSED and before in (_S.QUALIFIED, *_PASSED_ON):
        return NeedStep.CLOSED if answered else NeedStep.WITHDRAWN
    if after is _S.DISMISSED and before in _PASSED_ON:
        return NeedStep.DISMISSED
    if after is _S.ANSWERED and before in _PASSED_ON:
        return NeedStep.ANSWERED
    if after is _S.TAKEN and before is _S.ROUTED:
        return NeedStep.TAKEN
    again = after in _PASSED_ON and before in (_S.ANSWERED, _S.CLOSED, _S.DISMISSED)
    return NeedStep.AGAIN if again or (before, after) == (_S.TAKEN, _S.ROUTED) else None


def concerns(step: NeedStep, before: NeedStatus, one: Assignment) -> bool:
    """Whether who has it so is told: that others took it, or gave it up, who has not taken it."""
    others_alone = step is NeedStep.TAKEN or (step is NeedStep.AGAIN and before is NeedStatus.TAKEN)
    return one.status is AssignmentStatus.ASKED if others_alone else one.status in _TO_DO


def works_on_it(need: Need, one: Assignment) -> bool:
    """Whether who has it so is to read what the company adds."""
    return need.status in _PASSED_ON and one.status in _TO_DO


def supervisor_reads(need: Need, held: Sequence[Assignment], today: date) -> bool:
    """Whether it is the supervisor who is to read what the company adds: nobody works on it, or nobody took it in time."""
    if need.status in (_S.UNVERIFIED, _S.CLOSED, _S.DISMISSED):
        return False
    return need.is_late(today) or not any(works_on_it(need, one) for one in held)


def may_be_left(need: Need, mine: Assignment) -> bool:
    """Whether who has it need do nothing more: it is over, or somebody else has it in charge."""
    if mine.status not in _TO_DO:
        return False
    if need.status is NeedStatus.TAKEN:
        return mine.status is AssignmentStatus.ASKED
    return need.status in (NeedStatus.ANSWERED, NeedStatus.CLOSED, NeedStatus.DISMISSED)


def waits_again(need: Need, mine: Assignment) -> bool:
    """Whether who has it has something to do of it."""
    if mine.status is AssignmentStatus.TAKEN:
        return need.status is NeedStatus.TAKEN
    return mine.status is AssignmentStatus.ASKED and need.status is NeedStatus.ROUTED


def promise_passed(need: Need, mine: Assignment, today: date) -> bool:
    """Whether the day promised to the company is past, and it still waits for an answer.

    Of a reopened need nobody promised anew: the day by which the company was to know.
    """
    taken = mine.status is AssignmentStatus.TAKEN and need.status is NeedStatus.TAKEN
    said = mine.promised_on or need.due_on
    return taken and said is not None and said < today
