"""Sign-ins half done (connexion commencée): the password was right, and a code is asked besides."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

LASTS = timedelta(minutes=10)
"""How long the code may be typed, or the second factor set, before the password is asked again."""


class Step(StrEnum):
    """What comes after the password: a session, a code, or setting up what gives codes."""

    SESSION = "session"
    CODE = "code"
    SET_UP = "set-up"


@dataclass(frozen=True)
class WayIn:
    """How far somebody came: the secret of a session, or of a half sign-in that opens no page."""

    step: Step
    secret: str = field(repr=False)


@dataclass(frozen=True)
class HalfSignIn:
    """One that stands. `by`: how the security log calls its first half."""

    id: UUID
    account_id: UUID
    device: str
    by: str
    began_at: datetime
