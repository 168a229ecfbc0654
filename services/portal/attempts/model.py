"""How many failed sign-ins, and letters asked for, are borne before the next one must wait."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from services.chassis.base.errors import PasserelleError
from services.portal.accounts.model.account import mail_key

WINDOW = timedelta(minutes=15)
FAILURES_PER_PAIR_MAX = 10
"""For one mail from one address: whoever guesses from elsewhere keeps nobody out."""
FAILURES_PER_MAIL_MAX = 100
"""For one mail from everywhere, against many machines that guess together. A code by mail still opens."""
FAILURES_PER_ADDRESS_MAX = 100
"""Higher: a whole lycée may share one address."""
CODES_PER_PAIR_MAX = 10
CODES_PER_ADDRESS_MAX = 100
FACTORS_PER_ACCOUNT_MAX = 10
"""Codes of a second factor, from everywhere together: whoever tries them has the password already."""
FACTORS_PER_ADDRESS_MAX = 100
LETTERS_PER_MAIL_MAX = 3
LETTERS_PER_ADDRESS_MAX = 30


class SignInThrottled(PasserelleError):
    """Too many failures: the next attempt waits."""

    status = 429
    code = "sign-in-throttled"
    title = "Trop d’essais\u202f: attendez avant de recommencer"

    def __init__(self, retry_after_seconds: int) -> None:
        minutes = -(-retry_after_seconds // 60)
        super().__init__(f"Trop d’essais\u202f: réessayez dans {minutes}\u00a0min.")
        self.retry_after_seconds = retry_after_seconds


@dataclass(frozen=True)
class Limit:
    """How many are borne within `WINDOW`; `about` is a digest of a mail or of an address."""

    about: str
    at_most: int


@dataclass(frozen=True)
class Attempt:
    """One attempt, counted as a failure until it is seen to be right.

    `counted`: the rows it is counted by; `pair`: under what failures of this mail from this
    address are counted.
    """

    counted: tuple[UUID, ...]
    pair: str


def about_mail(mail: str) -> str:
    """Under what failures about a mail are counted; the mail itself is not kept."""
    return f"mail:{_digest(mail_key(mail))}"


def pairs_of(mail: str) -> str:
    """How each pair of this mail and an address begins."""
    return f"pair:{_digest(mail_key(mail))}:"


def password_limits(*, mail: str, address: str) -> tuple[Limit, ...]:
    """What an attempt with a password is held against, the pair first."""
    return (
        Limit(f"{pairs_of(mail)}{_digest(address)}", FAILURES_PER_PAIR_MAX),
        Limit(about_mail(mail), FAILURES_PER_MAIL_MAX),
        Limit(f"address:{_digest(address)}", FAILURES_PER_ADDRESS_MAX),
    )


def code_limits(*, mail: str, address: str) -> tuple[Limit, ...]:
    """What an attempt with a code is held against, the pair first: no wrong password counts here.

    Each letter bears five wrong codes besides, wherever they come from.
    """
    return (
        Limit(f"codes:{_digest(mail_key(mail))}:{_digest(address)}", CODES_PER_PAIR_MAX),
        Limit(f"codes-from:{_digest(address)}", CODES_PER_ADDRESS_MAX),
    )


def factor_limits(*, mail: str, address: str) -> tuple[Limit, ...]:
    """What an attempt with a code of a second factor is held against, the account first."""
    return (
        Limit(f"factors:{_digest(mail_key(mail))}", FACTORS_PER_ACCOUNT_MAX),
        Limit(f"factors-from:{_digest(address)}", FACTORS_PER_ADDRESS_MAX),
    )


def letter_limits(*, mail: str, address: str) -> tuple[Limit, ...]:
    """What asking for a letter is held against, whether the mail is known or not."""
    return (
        Limit(f"letters-to:{_digest(mail_key(mail))}", LETTERS_PER_MAIL_MAX),
        Limit(f"letters-from:{_digest(address)}", LETTERS_PER_ADDRESS_MAX),
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def wait_seconds(*, failures: int, failures_max: int, oldest_at: datetime, now: datetime) -> int:
    """How long to wait, in whole seconds; 0 when the next attempt may take place."""
    if failures < failures_max:
        return 0
    return max(1, int((oldest_at + WINDOW - now).total_seconds()) + 1)
