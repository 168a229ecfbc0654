"""Is a message of the stream what the journal says? Pure judgements."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from hashlib import sha256
from typing import Any

from contracts.envelope import Envelope, EnvelopeInvalid, from_headers

SERVERS = "Nats-"
"""Headers that say how a message was sent: one by one, in a batch, or again."""


class Judgement(Enum):
    """What a message is to the journal of the service it speaks for."""

    SAME = "same"
    DIFFERING = "differing"
    STRANGER = "stranger"


@dataclass(frozen=True)
class Found:
    """A message of the stream; `envelope` None when its headers are not an event's."""

    subject: str
    headers: Mapping[str, str]
    payload: bytes
    position: int
    """Where it is in the stream."""
    envelope: Envelope | None = field(init=False)

    def __post_init__(self) -> None:
        try:
            envelope = from_headers(self.headers)
        except EnvelopeInvalid:
            envelope = None
        object.__setattr__(self, "envelope", envelope)

    @property
    def service(self) -> str:
        """Who may publish there: the server saw to it."""
        parts = self.subject.split(".")
        return parts[3] if len(parts) > 3 else ""


def judge(found: Found, row: Mapping[str, Any] | None) -> Judgement:
    """Compare a message with the row of the journal that has its event id."""
    if row is None or found.envelope is None:
        return Judgement.STRANGER
    envelope = found.envelope
    same_place = (row["source"], row["sequence"], row["subject"]) == (
        envelope.source,
        envelope.sequence,
        found.subject,
    )
    same = same_place and _says_the_same(found, row)
    return Judgement.SAME if same else Judgement.DIFFERING


def _says_the_same(found: Found, row: Mapping[str, Any]) -> bool:
    if row["redacted_at"] is not None:
        return False
    if row["payload_hash"] is not None:
        return bool(sha256(found.payload).digest() == row["payload_hash"])
    recorded = json.loads(row["headers"])
    return bool(
        found.payload == row["payload"].encode()
        and attributes(found.headers) == attributes(recorded)
    )


def attributes(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers of a message that its journal has too."""
    return {name: text for name, text in headers.items() if not name.startswith(SERVERS)}
