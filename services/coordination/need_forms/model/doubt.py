"""Doubts about a form: what makes it wait apart until its address confirms it, and whose confirmation goes first."""

from dataclasses import dataclass
from datetime import datetime, timedelta

LATELY = timedelta(minutes=10)
RECEIVED_LATELY_MAX = 20
"""Needs without a doubt in ten minutes: the département has a few a week."""
SAME_ADDRESS_MAX = 3
"""Needs of one address in a day that are received at once."""
HOUR = timedelta(hours=1)
CONFIRMATIONS_AN_HOUR = 30
"""Mails to confirm, altogether: whoever makes us write to others gets no further."""
DOUBTFUL_AN_HOUR = 5
"""Of these, at most, to forms no person seems to have sent."""
AGAIN_AFTER = timedelta(days=1)
"""One mail to confirm to one address in that time."""
DOUBTFUL = 5


@dataclass(frozen=True)
class Signs:
    """What is known of a form beside what it says.

    `visits`: 0 for the first of a visitor in an hour, 1 for one of a few, 2 for one of many.
    """

    worked: bool
    hurried: bool
    trapped: bool
    visits: int
    received_lately: int
    of_address: int

    @property
    def verified(self) -> bool:
        """Whether it is received at once."""
        return (
            self.worked
            and self.doubt < DOUBTFUL
            and self.received_lately < RECEIVED_LATELY_MAX
            and self.of_address < SAME_ADDRESS_MAX
        )

    @property
    def doubt(self) -> int:
        """Where it stands in the order of confirmations: the least first."""
        robot = DOUBTFUL * (self.hurried + self.trapped + (self.visits > 1))
        return robot + self.visits


def next_place(sent: list[datetime], many: int) -> datetime | None:
    """When there is a place again for a mail among so many an hour; None for now. `sent`: of the last hour, the first first."""
    return None if len(sent) < many else sent[-many] + HOUR
