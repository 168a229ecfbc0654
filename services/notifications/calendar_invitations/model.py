"""An invitation (invitation d’agenda): what it says, and which message about it is still to be sent."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from services.notifications.mails.model.mail import UNFINISHED, State
from services.notifications.mails.model.reasons import RETURNED


class Method(StrEnum):
    """A message of RFC 5546: come, or come as it is now; come no more."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True, kw_only=True)
class CalendarInvitation:
    """One appointment as its owner knows it at this moment.

    `id` is one for the life of the appointment, `sequence` grows with each change of it.
    `starts_at` and `ends_at` are hours of Paris; without an hour it is of the whole day.
    """

    id: UUID
    sequence: int
    standing: bool
    on: date
    starts_at: time | None = None
    ends_at: time | None = None
    place: str | None = None
    summary: str

    @property
    def facts(self) -> str:
        """A digest of what moves an appointment: its day, its hours, its place."""
        told = (self.on.isoformat(), self.starts_at, self.ends_at, self.place)
        return sha256(repr(tuple(map(str, told))).encode()).hexdigest()[:32]


@dataclass(frozen=True)
class CalendarFile:
    """What a mail carries of it, by the columns it is kept in."""

    calendar: str = field(repr=False)
    calendar_method: str
    calendar_sequence: int
    calendar_facts: str


@dataclass(frozen=True)
class EarlierMail:
    """Another mail about the same appointment, and what it put into a calendar."""

    mail_id: UUID
    state: State
    queued_at: datetime
    may_have_left: bool
    out: bool
    reason: str | None = None
    method: Method | None = None
    sequence: int | None = None
    facts: str | None = None
    contact_id: UUID | None = None
    """Who read it, as long as that is kept."""

    @property
    def leaving(self) -> bool:
        """Whether what it says is settled, and whether it left is not."""
        held = self.state is State.ATTEMPTING
        return held or (self.state in UNFINISHED and self.may_have_left)

    @property
    def arrived(self) -> bool:
        """Whether its reader's calendar may have what it says."""
        told = self.method is not None and self.sequence is not None
        return told and (self.out or self.may_have_left) and self.reason != RETURNED


def told_to(others: Collection[EarlierMail], contact_id: UUID | None) -> Collection[EarlierMail]:
    """Earlier mails a reader is to know of: what arrived at somebody else is not in this one's calendar."""
    return [one for one in others if not one.arrived or one.contact_id in (None, contact_id)]


class Say(StrEnum):
    """What a mail about an appointment has to say, once it is its turn."""

    FIRST = "first"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    NOTHING = "nothing"
    LATER = "later"
    """An earlier mail is leaving at this moment: what it said decides."""


def to_say(
    invitation: CalendarInvitation,
    others: Collection[EarlierMail],
    *,
    mail_id: UUID,
    queued_at: datetime,
) -> Say:
    """What is left to say of an appointment, after what its reader was told: nothing is said twice, and
    only who was invited is told that it is over.
    """
    older = [one for one in others if (one.queued_at, one.mail_id) < (queued_at, mail_id)]
    if any(one.leaving for one in older):
        return Say.LATER
    if any(one.state in UNFINISHED for one in older):
        return Say.NOTHING  # it leaves with what is known then
    told = [one for one in others if one.arrived]
    last = max(told, key=lambda one: (one.sequence or 0, one.queued_at), default=None)
    invited = last is not None and last.method is Method.REQUEST
    if not invitation.standing:
        return Say.CANCELLED if invited else Say.NOTHING
    if last is None or not invited:
        return Say.FIRST
    return Say.NOTHING if last.facts == invitation.facts else Say.CHANGED
