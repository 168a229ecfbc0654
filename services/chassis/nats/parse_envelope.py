"""Reading what arrived: may its envelope be trusted, and for which lycée does it speak?

The subject is what NATS authenticated. An envelope or a payload that says something else than
its subject is parked, never handled.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from contracts.envelope import Envelope, EnvelopeInvalid, from_headers
from contracts.subjects import Subject, SubjectInvalid

UNREADABLE_SUBJECT = "unreadable-subject"
UNREADABLE_ENVELOPE = "unreadable-envelope"
TYPE_CONTRADICTS_SUBJECT = "type-contradicts-subject"
LYCEE_CONTRADICTS_SUBJECT = "lycee-contradicts-subject"
AGGREGATE_CONTRADICTS_PAYLOAD = "aggregate-contradicts-payload"
UNKNOWN_TYPE = "unknown-type"
NEWER_VERSION = "newer-version"
INVALID_PAYLOAD = "invalid-payload"


@dataclass(frozen=True)
class Delivery:
    """One message as the stream delivered it; `attempt` is 1 the first time."""

    subject: str
    headers: Mapping[str, str]
    payload: bytes
    stream: str
    stream_sequence: int
    attempt: int = 1


@dataclass(frozen=True)
class Unreadable:
    """Why an event cannot be handled. `detail` never holds a value of the payload."""

    reason: str
    detail: str


@dataclass(frozen=True)
class Addressed:
    """An envelope that agrees with its subject."""

    envelope: Envelope
    subject: Subject


def read_subject(text: str) -> Subject | Unreadable:
    """Parse a subject."""
    try:
        return Subject.parse(text)
    except SubjectInvalid as error:
        return Unreadable(UNREADABLE_SUBJECT, str(error))


def read_envelope(subject: Subject, headers: Mapping[str, str]) -> Addressed | Unreadable:
    """Read the envelope and hold it against the subject."""
    try:
        envelope = from_headers(headers)
    except EnvelopeInvalid as error:
        return Unreadable(UNREADABLE_ENVELOPE, str(error))
    if envelope.type != subject.event_type:
        return Unreadable(TYPE_CONTRADICTS_SUBJECT, f"ce-type {envelope.type} on {subject}")
    spoken_for = (envelope.department, envelope.uai, envelope.service)
    if spoken_for != (subject.department, subject.uai, subject.service):
        return Unreadable(LYCEE_CONTRADICTS_SUBJECT, f"ce-source {envelope.source} on {subject}")
    return Addressed(envelope, subject)


def unknown_version(known: set[int], version: int) -> Unreadable:
    """Say why a version nobody handles is parked: not known yet, or never declared."""
    if known and version > max(known):
        return Unreadable(NEWER_VERSION, f"v{version}, this release knows v{max(known)}")
    return Unreadable(UNKNOWN_TYPE, f"v{version} is not handled")
