"""What becomes of one delivery: pure functions, so that every case can be tried without a server.

Retried and how often: DELAYS_SECONDS and PATIENCE below. Two kinds of failure differ:

- the service itself is in trouble (its database is down): the message goes back to the stream
  with a delay and nothing else of its group is handled meanwhile, since nothing could be;
- this one event cannot be handled yet: it waits in `parked_events` with a time to try again, and
  only later events of the same aggregate wait behind it. Handing it back to the stream would
  hold up the whole group, for up to 24 hours, and for ever when what it waits for is behind it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import ValidationError

from contracts.envelope import Envelope
from contracts.event import Event, uais_in
from contracts.subjects import Subject
from services.chassis.base.errors import Invalid
from services.chassis.nats.parse_envelope import (
    AGGREGATE_CONTRADICTS_PAYLOAD,
    INVALID_PAYLOAD,
    LYCEE_CONTRADICTS_SUBJECT,
    UNKNOWN_TYPE,
    Addressed,
    Delivery,
    Unreadable,
    read_envelope,
    unknown_version,
)
from services.chassis.reactions.spec import Group, NotYet, Reaction
from services.chassis.unit_of_work.parked_events import (
    BEHIND,
    BEHIND_DETAIL,
    EXHAUSTED,
    FAILED,
    KILLER,
    NOT_YET,
    Park,
)

DELAYS_SECONDS = (1, 5, 30, 120, 600)
PATIENCE = timedelta(hours=24)
KILLER_AFTER_DELIVERIES = 5
TROUBLE_DELAY_MAX_SECONDS = 5
"""A group starts again this soon after its database is back, however long it was away."""


@dataclass(frozen=True)
class Readable:
    """An event ready to be handled."""

    envelope: Envelope
    subject: Subject
    reaction: Reaction
    event: Event


@dataclass(frozen=True)
class Handle:
    """Run the handler."""


@dataclass(frozen=True)
class Ignore:
    """Acknowledge without handling."""

    why: str


@dataclass(frozen=True)
class Known:
    """What the database says about a delivery before it is handled."""

    handled: bool = False
    parked: bool = False
    aggregate_parked: bool = False
    deliveries_without_outcome: int = 0


def read(group: Group, subject: Subject, delivery: Delivery) -> Readable | Unreadable:
    """Turn a delivery into the event its group handles, or say why it cannot be."""
    addressed = read_envelope(subject, delivery.headers)
    if isinstance(addressed, Unreadable):
        return addressed
    return read_event(group, addressed, delivery.payload)


def read_event(group: Group, addressed: Addressed, payload: bytes) -> Readable | Unreadable:
    """The event under an envelope, with the reaction of the group to it; or why there is none."""
    subject = addressed.subject
    candidates = [
        r
        for r in group.reactions
        if (r.event_type.service(), r.event_type.token()) == (subject.service, subject.event)
    ]
    if not candidates:
        return Unreadable(UNKNOWN_TYPE, addressed.envelope.type)
    for reaction in candidates:
        if reaction.event_type.version() == subject.version:
            return _read_payload(addressed, reaction, payload)
    return unknown_version({r.event_type.version() for r in candidates}, subject.version)


def _read_payload(addressed: Addressed, reaction: Reaction, data: bytes) -> Readable | Unreadable:
    try:
        event = reaction.event_type.from_json(data)
    except ValidationError as error:
        return Unreadable(INVALID_PAYLOAD, _without_values(error))
    named = uais_in(event) - {addressed.subject.uai}
    if named:
        return Unreadable(LYCEE_CONTRADICTS_SUBJECT, f"payload names {', '.join(sorted(named))}")
    if str(event.aggregate_id()) != addressed.envelope.subject:
        return Unreadable(AGGREGATE_CONTRADICTS_PAYLOAD, addressed.envelope.subject)
    return Readable(addressed.envelope, addressed.subject, reaction, event)


def _without_values(error: ValidationError) -> str:
    """Where and why, never what: a value may be what should not have been sent."""
    problems = error.errors(include_input=False, include_url=False, include_context=False)
    return "; ".join(f"{'.'.join(map(str, p['loc']))}: {p['type']}" for p in problems[:10])


def is_history(envelope: Envelope, since: datetime | None) -> bool:
    """Whether a group that reacts since then must not see the event."""
    return since is not None and envelope.time < since


def decide(read_as: Readable | Unreadable, known: Known) -> Handle | Ignore | Park:
    """What to do with a delivery before its handler runs."""
    if known.handled:
        return Ignore("handled")
    if known.parked:
        return Ignore("set aside already")
    if isinstance(read_as, Unreadable):
        return Park(read_as.reason, read_as.detail)
    if known.aggregate_parked:
        return Park(BEHIND, BEHIND_DETAIL)
    if known.deliveries_without_outcome >= KILLER_AFTER_DELIVERIES:
        count = known.deliveries_without_outcome
        return Park(KILLER, f"delivered {count} times without an outcome")
    return Handle()


def delay_seconds(failures: int) -> int:
    """How long to wait after the nth failure in a row, from 1."""
    return DELAYS_SECONDS[min(max(failures, 1), len(DELAYS_SECONDS)) - 1]


def delay_in_trouble_seconds(attempt: int) -> int:
    """How long the stream keeps a message back while the service itself is in trouble."""
    return min(delay_seconds(attempt), TROUBLE_DELAY_MAX_SECONDS)


def after_failure(error: Exception, *, failures: int, first_at: datetime, now: datetime) -> Park:
    """Where an event goes whose handler raised: to wait, or for good.

    `failures` counts this one; `first_at` is when the event was first tried.
    """
    detail = _described(error)
    if _is_refusal(error):
        return Park(INVALID_PAYLOAD, detail)
    if now - first_at >= PATIENCE:
        return Park(EXHAUSTED, detail)
    reason = NOT_YET if isinstance(error, NotYet) else FAILED
    return Park(reason, detail, retry_at=now + timedelta(seconds=delay_seconds(failures)))


def _is_refusal(error: Exception) -> bool:
    """Trying the same facts again cannot succeed: a value is refused by a rule or a constraint."""
    return isinstance(error, ValueError | Invalid)  # pydantic's ValidationError is a ValueError


def _described(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return _without_values(error)
    if isinstance(error, NotYet):
        return str(error) or "not yet"
    # a library's message may quote a row; its type and place are enough to find the cause
    return type(error).__name__
