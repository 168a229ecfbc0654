"""What follows an attempt: the mail has left, is tried again later, or has failed for good."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.notifications.mails.model.mail import State
from services.notifications.notices.model import Telling

DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))
"""Waits after a first, second… attempt the other server put off; the last one repeats."""
COMPOSING_DELAYS = tuple(timedelta(seconds=seconds) for seconds in (5, 15, 60, 300))
"""Waits while what the mail says cannot be asked: our own neighbours are soon back."""
PATIENCE = timedelta(days=5)
"""From the first attempt on; what has not left by then fails."""

ENHANCED = re.compile(r"\s*([245]\.\d{1,3}\.\d{1,3})\b")

REFUSED = "refused"
PUT_OFF = "put-off"
OUTCOME_UNKNOWN = "outcome-unknown"
CONNECTION_LOST = "connection-lost"
GAVE_UP = "gave-up"


@dataclass(frozen=True)
class Reply:
    """How an attempt ended for the other server, and at which verb.

    `code` None: no answer came. `unknown`: the whole mail had been given, so it may have left.
    `status` is the enhanced code (5.1.1); the sentence beside it may quote the address, and is
    not kept.
    """

    verb: str
    code: int | None
    status: str | None = None
    unknown: bool = False

    @property
    def accepted(self) -> bool:
        return self.verb == "content" and self.code is not None and 200 <= self.code < 300


@dataclass(frozen=True)
class Outcome:
    """What the queue records of an attempt. `returned`: nothing was tried, it counts for nothing."""

    state: State
    reason: str | None = None
    next_attempt_at: datetime | None = None
    reply: Reply | None = None
    returned: bool = False
    recipients: tuple[str, ...] = ()
    """Those a mail for several people is queued for instead."""
    tellings: tuple[Telling, ...] = ()
    """Those a notice is told to."""
    leaves_at: tuple[datetime, ...] = ()
    """When the mail of each may leave."""
    apart: bool = False
    """Whether the mails it was gathered from leave by themselves."""


def enhanced_status(text: str) -> str | None:
    """The enhanced status code a server's sentence begins with."""
    found = ENHANCED.match(text)
    return found[1] if found else None


def after_reply(
    reply: Reply, *, attempt: int, first_attempt_at: datetime, now: datetime
) -> Outcome:
    """What follows what the other server said, or did not say. `attempt` counts from 1."""
    if reply.accepted:
        return Outcome(State.SENT, reply=reply)
    if reply.code is not None and reply.code >= 500:
        return Outcome(State.FAILED, REFUSED, reply=reply)
    reason = _why_again(reply)
    outcome = _later(DELAYS, reason, attempt=attempt, first_attempt_at=first_attempt_at, now=now)
    return Outcome(outcome.state, outcome.reason, outcome.next_attempt_at, reply)


def after_trouble(
    reason: str, *, attempt: int, first_attempt_at: datetime, now: datetime
) -> Outcome:
    """What follows when the mail could not be composed for now."""
    return _later(
        COMPOSING_DELAYS, reason, attempt=attempt, first_attempt_at=first_attempt_at, now=now
    )


def _why_again(reply: Reply) -> str:
    if reply.unknown:
        return OUTCOME_UNKNOWN
    return CONNECTION_LOST if reply.code is None else PUT_OFF


def _later(
    delays: tuple[timedelta, ...],
    reason: str,
    *,
    attempt: int,
    first_attempt_at: datetime,
    now: datetime,
) -> Outcome:
    again_at = now + delays[min(attempt, len(delays)) - 1]
    if again_at > first_attempt_at + PATIENCE:
        return Outcome(State.FAILED, GAVE_UP)
    return Outcome(State.DEFERRED, reason, again_at)
