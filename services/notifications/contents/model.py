"""What the worker is given for a mail that is due: its text, or why there is none.

Composing happens at each attempt, because it looks whether the cause still stands and fetches
the secrets. Once a copy may be out, what is sent is what that one said: all copies are one mail.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from contracts.identifiers import Uai
from services.notifications.calendar_invitations.model import CalendarFile
from services.notifications.mails.model.mail import MailId
from services.notifications.mails.model.template import Template
from services.notifications.notices.model import Telling


@dataclass(frozen=True)
class Due:
    """A mail whose time has come, as it was asked for. `attempt` counts from 1."""

    mail_id: MailId
    uai: Uai
    template: Template
    recipient: str
    cause: UUID
    aggregate_id: UUID
    queued_at: datetime
    attempt: int
    traceparent: str | None = None


@dataclass(frozen=True)
class Contact:
    """A contact of a company, as the registry knew it when the mail was composed."""

    id: UUID
    version: int


@dataclass(frozen=True)
class Composed:
    """The mail. Only a single address goes into `to`; names and subject are text without markup.

    `secrets` are put into `html` and `text` in place of their keys at each attempt, and stored
    nowhere: the link of an invitation, a one-time code. A key is a marker nothing else in the text
    resembles (`{{code}}`); a value is escaped by whoever composes.
    """

    to: str = field(repr=False)
    sender_name: str
    reply_to: str | None = field(repr=False)
    subject: str
    html: str = field(repr=False)
    text: str = field(repr=False)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    contact: Contact | None = None
    """Who it is written to, of a company."""
    calendar: CalendarFile | None = field(default=None, repr=False)
    """What its reader's calendar takes over."""
    stop: str | None = field(default=None, repr=False)
    """Where its reader asks for no more of them: as secret as the rest, and for mail readers."""


@dataclass(frozen=True)
class NotWanted:
    """The cause no longer stands: the mail is cancelled. `reason` is a kebab-case code."""

    reason: str


@dataclass(frozen=True)
class Cannot:
    """A mail that cannot be written: now (tried again soon), or at all (`lasting`: the mail fails).

    `reason` is a kebab-case code.
    """

    reason: str
    lasting: bool = False


@dataclass(frozen=True)
class Several:
    """A mail for several people: one is queued for each, and this one is done with.

    `tellings`: to whom a notice is told besides, with or without a mail of their own.
    """

    recipients: tuple[str, ...]
    tellings: tuple[Telling, ...] = ()
    leaves_at: tuple[datetime, ...] = ()
    """When the mail of each may leave, where no telling says so."""


@dataclass(frozen=True)
class Apart:
    """A part of it cannot be said for now: the mails it was gathered from leave by themselves, and
    it says the rest.
    """


Composition = Composed | NotWanted | Cannot | Several | Apart
Compose = Callable[[Due], Awaitable[Composition]]
"""Asks what a mail says; what it raises is trouble, and the mail is tried again soon."""
