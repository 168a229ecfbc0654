"""What an endpoint answered, or why it did not; `endpoints/labels.py` says it in French."""

from dataclasses import dataclass
from datetime import timedelta

UNKNOWN_NAME = "unknown-name"
PRIVATE_ADDRESS = "private-address"
NO_CONNECTION = "no-connection"
NO_ANSWER = "no-answer"
TLS_FAILED = "tls-failed"
BROKEN = "broken-answer"
NOT_SENT = "not-sent"
"""It could not even be asked."""
GAVE_UP = "gave-up"
GONE = 410
"""The status of who wants nothing any more."""
_ABOUT_WHAT_WAS_SENT = frozenset({400, 413, 422})


@dataclass(frozen=True)
class Answer:
    """A status, or a code of ours for why there is none."""

    status: int | None = None
    reason: str | None = None
    retry_after: timedelta | None = None

    @property
    def taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    @property
    def wants_nothing_more(self) -> bool:
        return self.status == GONE

    @property
    def refuses_what_was_sent(self) -> bool:
        """Whether it is this message that is not wanted: others may be taken."""
        return self.status in _ABOUT_WHAT_WAS_SENT
