"""How many failed sign-ins are borne before the next one must wait."""

from datetime import datetime, timedelta

WINDOW = timedelta(minutes=15)
FAILURES_PER_MAIL_MAX = 10
FAILURES_PER_ADDRESS_MAX = 100
"""Higher: a whole lycée may share one address."""


def wait_seconds(*, failures: int, failures_max: int, oldest_at: datetime, now: datetime) -> int:
    """How long to wait, in whole seconds; 0 when the next attempt may take place."""
    if failures < failures_max:
        return 0
    return max(1, int((oldest_at + WINDOW - now).total_seconds()) + 1)
