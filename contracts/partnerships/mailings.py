"""What is sent, and asked, about one mail a bureau writes to many companies."""

from datetime import date

from pydantic import BaseModel

from contracts.event import Event
from contracts.identifiers import AccountId, ContactId, MailingId
from contracts.questions import Question, declare


class MailingLetterAskedV1(Event, audience="bureau", aggregate="mailing_id"):
    """A contact is to be written what a bureau writes to many companies (courriel à plusieurs).

    What it says and to which address is asked when the mail leaves.
    """

    mailing_id: MailingId
    contact_id: ContactId
    occurred_on: date


class MailingCancelledV1(Event, audience="bureau", aggregate="mailing_id"):
    """What of it has not left is not to leave (courriel à plusieurs annulé)."""

    mailing_id: MailingId
    occurred_on: date


class MailingLetterRequest(BaseModel):
    """What is written to one contact."""

    mailing_id: MailingId
    contact_id: ContactId


class MailingLetter(BaseModel):
    """The letter to one contact, its names put in; `standing` is false once it is not to leave."""

    standing: bool
    company: str
    subject: str
    body: str
    author: AccountId
    mail: str | None
    stop_url: str
    stopped: bool = False
    returned: bool = False
    contact_version: int | None = None


MAILING_LETTER = declare(
    Question(
        "partnerships",
        "mailing_letter",
        MailingLetterRequest,
        MailingLetter,
        frozenset({"notifications"}),
    )
)
