"""What is known of a mail as it is sent: what it says, and how fast mails go to one domain: a burst, then a steady pace.

Many at once are taken for spam.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

PER_SECOND = 5
BURST = 20
WAIT_MAX = timedelta(seconds=10)
"""A mail whose turn comes later is not given a place: others need not wait behind it."""
DOMAINS_MAX = 1000
"""Remembered at the same time; those whose turn has come need no memory."""


@dataclass
class Pace:
    """When the next mail may go to each domain; one process's own view."""

    per_second: float = PER_SECOND
    burst: int = BURST
    wait_max: timedelta = WAIT_MAX
    _free_at: dict[str, datetime] = field(default_factory=dict)

    def reserve(self, domain: str, *, now: datetime) -> timedelta | None:
        """Take the next place of a domain: how long to wait for it, or None beyond `wait_max`."""
        wait = self.wait(domain, now=now)
        if wait > self.wait_max:
            return None
        self._remember(domain, self._next(domain, now) + self._every, now)
        return wait

    def wait(self, domain: str, *, now: datetime) -> timedelta:
        """How long the next mail to a domain would wait for its place."""
        return max(self._next(domain, now) - now - self._every * (self.burst - 1), timedelta())

    def _next(self, domain: str, now: datetime) -> datetime:
        """When the next place is free; now, once the clock was set back since the last one."""
        free_at = max(self._free_at.get(domain, now), now)
        furthest = self.wait_max + self._every * (self.burst + 1)
        return free_at if free_at - now <= furthest else now

    @property
    def _every(self) -> timedelta:
        return timedelta(seconds=1 / self.per_second)

    def _remember(self, domain: str, free_at: datetime, now: datetime) -> None:
        if len(self._free_at) >= DOMAINS_MAX:
            self._free_at = {name: at for name, at in self._free_at.items() if at > now}
        self._free_at[domain] = free_at


@dataclass(frozen=True)
class Content:
    """What a mail says and to whom, as it was composed last."""

    composed_at: datetime
    message_id: str
    address: str = field(repr=False)
    sender_name: str
    reply_to: str | None = field(repr=False)
    subject: str
    html: str = field(repr=False)
    text: str = field(repr=False)
    contact_id: UUID | None = None
    contact_version: int | None = None
    calendar: str | None = field(default=None, repr=False)
    calendar_method: str | None = None
    calendar_sequence: int | None = None
    calendar_facts: str | None = None
