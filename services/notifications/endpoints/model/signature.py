"""How a receiver knows that a delivery is ours: the headers of Standard Webhooks.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

SECRET_PREFIX = "whsec_"  # noqa: S105 # what every secret begins with


def written_secret(key: bytes) -> str:
    """A secret as a receiver's library reads it."""
    return SECRET_PREFIX + base64.b64encode(key).decode("ascii")


def headers(
    delivery_id: UUID, body: bytes, keys: Sequence[bytes], *, now: datetime
) -> dict[str, str]:
    """The headers of one attempt, signed with each key."""
    timestamp = str(int(now.timestamp()))
    signed = b".".join((str(delivery_id).encode(), timestamp.encode(), body))
    marks = (hmac.digest(key, signed, hashlib.sha256) for key in keys)
    return {
        "webhook-id": str(delivery_id),
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(
            f"v1,{base64.b64encode(mark).decode('ascii')}" for mark in marks
        ),
    }
