"""From a delivery to what a fold receives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from contracts.event import Event
from services.chassis.nats.parse_envelope import (
    INVALID_PAYLOAD,
    LYCEE_CONTRADICTS_SUBJECT,
    UNKNOWN_TYPE,
    Addressed,
    Unreadable,
    read_envelope,
    read_subject,
    unknown_version,
)
from services.chassis.projections.spec import Projection, Recorded


class Decoding:
    """Decodes the events of one projection, only the fields it folds."""

    def __init__(self, projection: Projection) -> None:
        self._known: dict[tuple[str, str], dict[int, tuple[type[Event], Any]]] = {}
        for event_type, struct in projection.events.items():
            versions = self._known.setdefault((event_type.service(), event_type.token()), {})
            versions[event_type.version()] = (event_type, msgspec.json.Decoder(struct))

    def address(self, subject: str, headers: Mapping[str, str]) -> Addressed | Unreadable:
        """Read subject and envelope, without the payload."""
        read = read_subject(subject)
        return read if isinstance(read, Unreadable) else read_envelope(read, headers)

    def decode(self, addressed: Addressed, payload: bytes) -> Recorded | Unreadable:
        """Decode the payload of an event this projection folds, or say why it cannot be."""
        subject = addressed.subject
        versions = self._known.get((subject.service, subject.event), {})
        if subject.version not in versions:
            if not versions:
                return Unreadable(UNKNOWN_TYPE, subject.event_type)
            return unknown_version(set(versions), subject.version)
        event_type, decoder = versions[subject.version]
        try:
            data = decoder.decode(payload)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            return Unreadable(INVALID_PAYLOAD, f"{type(error).__name__} in {event_type.__name__}")
        if getattr(data, "uai", subject.uai) != subject.uai:
            return Unreadable(LYCEE_CONTRADICTS_SUBJECT, "the payload names another lycée")
        return Recorded(addressed.envelope, subject, event_type, data)
