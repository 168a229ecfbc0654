"""What who asked for it is told of each letter that is followed."""

from contracts.notifications.mails import LetterState
from services.notifications.mails.model.mail import State
from services.notifications.mails.model.reasons import NO_ADDRESS, STOPPED
from services.notifications.mails.model.template import Template

FOLLOWED = frozenset(
    {
        Template.MAILING,
        Template.DECLARATION_RENEWAL,
        Template.ACCOUNT_UNUSED,
        Template.ACTOR_PERSON_INFORMED,
    }
)
"""Mails whose owner is told what became of them: letters, wherever they are, and whether a holder was told."""
_CANCELLED = {STOPPED: LetterState.STOPPED}
_FAILED = {NO_ADDRESS: LetterState.NO_ADDRESS}


def told_as(state: State, reason: str | None) -> LetterState:
    """Where a letter is, for who wrote it; `reason` is why it did not leave."""
    if state is State.SENT:
        return LetterState.LEFT
    if state is State.CANCELLED:
        return _CANCELLED.get(reason or "", LetterState.CANCELLED)
    if state is State.FAILED:
        return _FAILED.get(reason or "", LetterState.UNDELIVERED)
    return LetterState.WAITING
