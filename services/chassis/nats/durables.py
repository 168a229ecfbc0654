"""What one durable consumer is: the description that services share with the provisioner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

REACTION_ACK_WAIT_SECONDS = 10.0
PROJECTION_ACK_WAIT_SECONDS = 5.0
COMMUTATIVE_MAX_ACK_PENDING = 16
BATCH_MAX_ACK_PENDING = 200


@dataclass(frozen=True)
class Durable:
    """A durable pull consumer as it must exist on the server, every setting explicit."""

    name: str
    stream: str
    filter_subjects: tuple[str, ...]
    ack_policy: Literal["explicit", "all"]
    ack_wait_seconds: float
    max_ack_pending: int
