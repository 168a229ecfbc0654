"""When a letter about a need still says something."""

from datetime import date

from contracts.coordination.need_letters import TO_ACTORS, NeedLetterKind
from services.coordination.need_followings.model import may_be_left, promise_passed
from services.coordination.needs.model.assignment import Assignment, AssignmentStatus
from services.coordination.needs.model.need import Need
from services.coordination.needs.model.states import OPEN, WAITING, NeedStatus


def stands(kind: NeedLetterKind, need: Need, assignment: Assignment | None, today: date) -> bool:
    """Whether what it says is so."""
    if need.details is None:
        return False
    if kind in TO_ACTORS or kind is NeedLetterKind.TAKEN:
        return assignment is not None and _stands_of(kind, need, assignment, today)
    if kind is NeedLetterKind.CONFIRM:
        return need.status is NeedStatus.UNVERIFIED
    if kind is NeedLetterKind.ANSWERED:
        return need.outcome is not None and need.status in (NeedStatus.ANSWERED, NeedStatus.CLOSED)
    if kind is NeedLetterKind.AGAIN:
        return need.status in OPEN
    return need.status in WAITING


def _stands_of(kind: NeedLetterKind, need: Need, assignment: Assignment, today: date) -> bool:
    if kind is NeedLetterKind.RECALLED:
        return assignment.status is AssignmentStatus.RECALLED or need.status not in OPEN
    if kind is NeedLetterKind.SETTLED:
        return need.status not in OPEN and may_be_left(need, assignment)
    if kind is NeedLetterKind.PROMISE_PASSED:
        return promise_passed(need, assignment, today)
    if kind is NeedLetterKind.TAKEN:
        return assignment.status is AssignmentStatus.TAKEN and need.status in OPEN
    waits = (AssignmentStatus.ASKED, AssignmentStatus.TAKEN)
    return assignment.status in waits and need.status in OPEN
