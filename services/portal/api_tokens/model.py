"""Tokens of access (jetons d’accès): a program asks for somebody, within what that one may."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.base.errors import Conflict

LASTS_DAYS = (30, 90, 180, 365)
"""How long one may last; a year at most."""
AT_ONCE_MAX = 10
"""Open tokens of one account: more are forgotten ones."""
SECRET_BYTES = 32
KEPT_FOR = timedelta(days=365)
"""How long one that is over stays listed."""
USED_EVERY = timedelta(minutes=1)
"""Use is written down at most this often."""


class TokensTooMany(Conflict):
    """More tokens than anybody looks after."""

    code = "tokens-too-many"
    title = f"Vous avez déjà {AT_ONCE_MAX} jetons\u202f: révoquez-en un d’abord"


@dataclass(frozen=True)
class ApiToken:
    """A token, without its secret."""

    id: UUID
    account_id: UUID
    label: str
    uai: Uai | None
    """The one lycée it asks for; None: what its account does for the department."""
    service: str | None
    writes: bool
    made_at: datetime
    expires_at: datetime
    last_used_at: datetime | None = None
    revoked_at: datetime | None = None

    def stands(self, now: datetime) -> bool:
        """Whether it opens anything."""
        return self.revoked_at is None and now < self.expires_at


def new_secret() -> str:
    """Draw the secret of a token (256 bits): shown once, kept nowhere."""
    return secrets.token_urlsafe(SECRET_BYTES)


def secret_hash(secret: str) -> bytes:
    """What the database keeps of it."""
    return hashlib.sha256(secret.encode()).digest()
