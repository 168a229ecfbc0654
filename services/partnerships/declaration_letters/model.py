"""When a company is written that a declaration runs out: twice, and no more once it is renewed."""

from collections.abc import Collection
from datetime import date, timedelta

from contracts.notifications.mails import LetterState
from services.partnerships.commitments.model import Declaration, LetterStep

WRITTEN_BEFORE = (60, 30)
"""Days before the last day of a declaration."""
CAUGHT_UP_WITHIN = timedelta(days=14)
"""What could not be written on its day is written later, up to this."""
STEPS = {
    LetterState.WAITING: LetterStep.WAITING,
    LetterState.LEFT: LetterStep.LEFT,
    LetterState.UNDELIVERED: LetterStep.LOST,
    LetterState.NO_ADDRESS: LetterStep.LOST,
    LetterState.STOPPED: LetterStep.NOT_SENT,
    LetterState.CANCELLED: LetterStep.NOT_SENT,
}


def runs_out(declaration: Declaration, among: Collection[Declaration], today: date) -> bool:
    """Whether it is to be renewed, holds, and none of the others covers the same work already."""
    renewed = any(map(declaration.renewed_by, among))
    return not renewed and declaration.announced_on <= today <= declaration.valid_until


def threshold_due(declaration: Declaration, told: Collection[int], today: date) -> int | None:
    """Which threshold is to be written today, of those that were not; of two that have come, the nearer."""
    left = (declaration.valid_until - today).days
    reached = [days for days in WRITTEN_BEFORE if 0 <= left <= days]
    if not reached:
        return None
    nearest = min(reached)
    late = timedelta(days=nearest - left) >= CAUGHT_UP_WITHIN
    return None if late or nearest in told else nearest
