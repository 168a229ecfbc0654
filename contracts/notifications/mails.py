"""What the notification service tells of the mails it keeps: when asked, and where some of them are."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from contracts.coordination.actor_people import ActorPersonLetterId
from contracts.coordination.committees import CommitteeAddressId
from contracts.coordination.need_letters import NeedLetterId
from contracts.event import Event
from contracts.identifiers import ContactId, MailingId
from contracts.internships.family_letters import FamilyAddressId
from contracts.partnerships.declaration_letters import DeclarationLetterId
from contracts.portal.inactivity import InactivityNoticeId
from contracts.questions import Question, declare


class LetterState(StrEnum):
    """Where a letter to a company is that is followed: one of many, or about declarations."""

    WAITING = "waiting"
    LEFT = "left"
    UNDELIVERED = "undelivered"
    NO_ADDRESS = "no_address"
    STOPPED = "stopped"
    CANCELLED = "cancelled"


class MailingLetterMovedV1(Event, audience="bureau", aggregate="mailing_id"):
    """A letter to many companies left, failed, was cancelled or waits (lettre à plusieurs suivie).

    The bureau that wrote it notes it with the company (courriel à plusieurs, parti ou non remis).
    """

    mailing_id: MailingId
    contact_id: ContactId
    state: LetterState
    occurred_on: date


class DeclarationLetterMovedV1(Event, audience="bureau", aggregate="letter_id"):
    """A letter about declarations to renew left, failed, was cancelled or waits (courriel de renouvellement suivi).

    The card of the company says so.
    """

    letter_id: DeclarationLetterId
    state: LetterState
    occurred_on: date


class ActorPersonLetterMovedV1(Event, audience="bureau", aggregate="letter_id"):
    """A mail that informs a person of an actor left, failed, was cancelled or waits (courriel d’information suivi).

    Said to the DSDEN: the page of the person says so.
    """

    letter_id: ActorPersonLetterId
    state: LetterState
    occurred_on: date


class MailReturnReason(StrEnum):
    """Why a mail did not arrive, as the mail server of its reader said (RFC 3463)."""

    UNKNOWN_ADDRESS = "unknown_address"
    MAILBOX_CLOSED = "mailbox_closed"
    MAILBOX_FULL = "mailbox_full"
    REFUSED = "refused"
    NOT_REACHED = "not_reached"


class ContactMailReturnedV1(Event, audience="bureau", aggregate="contact_id"):
    """A mail to a contact of a company did not arrive: it was refused, or came back (courriel revenu).

    `contact_version`: the contact as it was when the mail was written; its address may have been
    corrected since. `to_many`: it was a letter to many companies, which is followed by itself.
    """

    contact_id: ContactId
    contact_version: Annotated[int, Field(ge=1, le=2**31 - 1)]
    reason: MailReturnReason
    to_many: bool
    occurred_on: date


class FamilyMailReturnedV1(Event, audience="bureau", aggregate="reader_id"):
    """A mail to the family of a pupil did not arrive: it was refused, or came back (courriel à une famille revenu).

    `reader_id` is of the address as it was when the mail was written: another one has another id.
    """

    reader_id: FamilyAddressId
    reason: MailReturnReason
    occurred_on: date


class MemberMailReturnedV1(Event, audience="bureau", aggregate="reader_id"):
    """A mail to who sits in a committee did not arrive (courriel à un membre de comité revenu). Said by the DSDEN.

    `reader_id` is of the address as it was when the mail was written: another one has another id.
    """

    reader_id: CommitteeAddressId
    reason: MailReturnReason
    occurred_on: date


class NeedLetterReturnedV1(Event, audience="bureau", aggregate="letter_id"):
    """A letter about a company’s need did not arrive: it was refused, or came back (courriel d’un besoin revenu)."""

    letter_id: NeedLetterId
    reason: MailReturnReason
    occurred_on: date


class UnusedAccountWarnedV1(Event, audience="bureau", aggregate="inactivity_notice_id"):
    """The mail about an account nobody uses left, or its reader's mail server wants none (titulaire prévenu).

    Said by the DSDEN. One that waits, or could not leave in days of trying, told nobody.
    """

    inactivity_notice_id: InactivityNoticeId
    occurred_on: date


class MailsRequest(BaseModel):
    """The mails about some placements or checks; `texts`: what they say too, while it is kept."""

    about: tuple[UUID, ...]
    texts: bool = False


class MailAbout(BaseModel):
    """One mail; what it said is forgotten some time after it has left."""

    mail_id: UUID
    about: UUID
    template: str
    state: str
    queued_at: datetime
    finished_at: datetime | None
    address: str | None = None
    sender_name: str | None = None
    reply_to: str | None = None
    subject: str | None = None
    text: str | None = None


class MailsAbout(BaseModel):
    """The mails about something (courriels), the last first."""

    mails: tuple[MailAbout, ...]


MAILS_ABOUT = declare(
    Question(
        "notifications",
        "mails_about",
        MailsRequest,
        MailsAbout,
        frozenset({"internships", "partnerships"}),
        timeout_seconds=3.0,
    )
)
