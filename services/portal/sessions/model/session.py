"""Sessions: how long one lasts, and how its secret is kept."""

import hashlib
import secrets
from datetime import datetime, timedelta

IDLE_MAX = timedelta(minutes=30)
"""A session unused for this long is over: staff rooms share computers."""
AGE_MAX = timedelta(hours=12)
"""A session is over a working day after it began, used or not."""
SEEN_EVERY = timedelta(minutes=1)
"""Use is written down at most this often: not one write per page."""
TOKEN_BYTES = 32


def new_token() -> str:
    """Draw the secret of a session (256 bits); only the cookie holds it."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(token: str) -> bytes:
    """What the database keeps: a stolen copy of it opens nothing."""
    return hashlib.sha256(token.encode()).digest()


def is_over(*, began_at: datetime, seen_at: datetime, now: datetime) -> bool:
    """Whether a session has been idle or has lasted too long at `now`."""
    return now >= over_at(began_at=began_at, seen_at=seen_at)


def over_at(*, began_at: datetime, seen_at: datetime) -> datetime:
    """When a session is over unless it is used again."""
    return min(seen_at + IDLE_MAX, began_at + AGE_MAX)
