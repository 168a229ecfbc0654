"""A ticket (jeton): what a form was opened with, signed, good for one need and for one day.

It names the need that will be made of it, when the form was opened, and how much work its browser does.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from services.chassis.base.errors import Conflict

LASTS = timedelta(days=1)
HURRIED = timedelta(seconds=3)
"""Nobody reads and fills the form faster."""
BITS_MIN, BITS_MAX = 16, 20
"""Zero bits the digest of the work begins with: sixty-five thousand tries, about a second of a phone, to a million."""
CALM = 10
"""Forms in ten minutes up to which the work is the least; twice as many, one bit more."""
WORK_MAX = 20
"""Characters of a number nobody needs longer."""
_WRITTEN = re.compile(r"([0-9]{1,12})\.([0-9]{1,2})\.([0-9a-f]{32})\.([0-9a-f]{32})")
_NUMBER = re.compile(r"[0-9]{1,20}")

Sign = Callable[[str], str]
"""Makes the mark only we can make of a text."""


class TicketRefused(Conflict):
    """It is too old, was used, or is none of ours: the form opens again with another one."""

    code = "ticket-refused"
    title = (
        "Cette page était ouverte depuis trop longtemps, ou a déjà servi\u202f: rien n’est perdu. Relisez, puis"
        " envoyez de nouveau."
    )


@dataclass(frozen=True)
class Ticket:
    """What a form was opened with."""

    need_id: UUID
    opened_at: datetime
    bits: int

    @property
    def challenge(self) -> str:
        """What the work is done upon."""
        return self.need_id.hex

    def written(self, sign: Sign) -> str:
        """As the form holds it."""
        bare = f"{int(self.opened_at.timestamp())}.{self.bits}.{self.need_id.hex}"
        return f"{bare}.{sign(bare)}"

    def is_worked(self, work: str) -> bool:
        """Whether the digest of the challenge and this number begins with enough zero bits."""
        if not _NUMBER.fullmatch(work):
            return False
        digest = hashlib.sha256(f"{self.challenge}:{work}".encode()).digest()
        return int.from_bytes(digest, "big") >> (len(digest) * 8 - self.bits) == 0

    def is_hurried(self, now: datetime) -> bool:
        """Whether it comes back faster than anybody types."""
        return now < self.opened_at + HURRIED


def read_ticket(text: str, sign: Sign, now: datetime) -> Ticket:
    """The ticket a form came with. Raises TicketRefused."""
    found = _WRITTEN.fullmatch(text)
    if found is None or sign(text.rpartition(".")[0]) != found[4]:
        raise TicketRefused
    opened_at = datetime.fromtimestamp(int(found[1]), UTC)
    if not opened_at - timedelta(minutes=1) <= now < opened_at + LASTS:
        raise TicketRefused
    return Ticket(UUID(hex=found[3]), opened_at, int(found[2]))


def bits_for(lately: int) -> int:
    """How much work is asked when so many forms came in the last ten minutes."""
    return min(BITS_MIN + max(lately // CALM, 1).bit_length() - 1, BITS_MAX)
