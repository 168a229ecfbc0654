"""Doubts about a form: what makes it wait apart until its address confirms it, and whose confirmation goes first."""

from dataclasses import dataclass
from datetime import datetime, timedelta

LATELY = timedelta(minutes=10)
HOUR = timedelta(hours=1)
RECEIVED_AN_HOUR = 10
"""Needs received at once, each with its mail: the département has a few a week."""
SAME_MAILBOX_MAX = 3
"""Needs of one mailbox in a day that are received at once."""
CONFIRMATIONS_AN_HOUR = 10
"""Mails to confirm, altogether: whoever makes us write to others gets no further."""
DOUBTFUL_AN_HOUR = 5
"""Of these, at most, to forms no person seems to have sent."""
AGAIN_AFTER = timedelta(days=1)
"""One mail to confirm to one address in that time."""
DOUBTFUL = 5


@dataclass(frozen=True)
class Signs:
    """What is known of a form beside what it says.

    `visits`: 0 for the first of a network in an hour, 1 for one of a few, 2 for one of many.
    `received`: needs received at once in an hour; `of_mailbox`: needs of this mailbox in a day.
    """

    worked: bool
    hurried: bool
    trapped: bool
    visits: int
    received: int
    of_mailbox: int

    @property
    def verified(self) -> bool:
        """Whether it is received at once."""
        return (
            self.worked
            and self.doubt < DOUBTFUL
            and self.received < RECEIVED_AN_HOUR
            and self.of_mailbox < SAME_MAILBOX_MAX
        )

    @property
    def doubt(self) -> int:
        """Where it stands in the order of confirmations: the least first."""
        robot = DOUBTFUL * (self.hurried + self.trapped + (self.visits > 1))
        return robot + self.visits


def next_place(sent: list[datetime], many: int) -> datetime | None:
    """When there is a place again for a mail among so many an hour; None for now. `sent`: of the last hour, the first first."""
    return None if len(sent) < many else sent[-many] + HOUR


def mailbox_of(mail: str) -> str:
    """The mailbox that an address leads to: without what follows a « + », which whoever types it chooses."""
    name, _, domain = mail.strip().lower().rpartition("@")
    return f"{name.partition('+')[0]}@{domain}"
