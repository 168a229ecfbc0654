"""How many failed sign-ins are borne before the next one must wait."""

import hashlib
from datetime import datetime, timedelta

from services.chassis.errors import PasserelleError
from services.portal.domain.account import mail_key

WINDOW = timedelta(minutes=15)
FAILURES_PER_MAIL_MAX = 10
FAILURES_PER_ADDRESS_MAX = 100
"""Higher: a whole lycée may share one address."""


class SignInThrottled(PasserelleError):
    """Too many failures: the next attempt waits."""

    status = 429
    code = "sign-in-throttled"
    title = "Trop d’essais\u202f: attendez avant de recommencer"

    def __init__(self, retry_after_seconds: int) -> None:
        minutes = -(-retry_after_seconds // 60)
        super().__init__(f"Trop d’essais\u202f: réessayez dans {minutes}\u00a0min.")
        self.retry_after_seconds = retry_after_seconds


def about_mail(mail: str) -> str:
    """Under what failures about a mail are counted; the mail itself is not kept."""
    return "mail:" + hashlib.sha256(mail_key(mail).encode()).hexdigest()


def about_address(address: str) -> str:
    """Under what failures from an IP address are counted."""
    return "address:" + hashlib.sha256(address.encode()).hexdigest()


def wait_seconds(*, failures: int, failures_max: int, oldest_at: datetime, now: datetime) -> int:
    """How long to wait, in whole seconds; 0 when the next attempt may take place."""
    if failures < failures_max:
        return 0
    return max(1, int((oldest_at + WINDOW - now).total_seconds()) + 1)
