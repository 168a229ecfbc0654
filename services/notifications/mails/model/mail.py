"""A mail to be sent: one per recipient, cause and template, whatever happens in between."""

import re
from enum import StrEnum
from typing import NewType
from uuid import UUID, uuid5

from services.chassis.base.errors import Conflict
from services.notifications.mails.model.template import Template

MailId = NewType("MailId", UUID)

_MESSAGE_IDS = UUID("4a0f1d5e-6c0b-5d3e-9b57-2f9a3c1e8d64")
_RECIPIENT = re.compile(r"[a-z][a-z_]*(:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})?")


class State(StrEnum):
    """Where a mail is on its way.

    `attempting`: a process holds it, until `next_attempt_at` at the latest; past that instant
    nobody knows whether it left, and it is tried again under the same Message-ID.
    """

    QUEUED = "queued"
    ATTEMPTING = "attempting"
    SENT = "sent"
    DEFERRED = "deferred"
    FAILED = "failed"
    CANCELLED = "cancelled"


WAITING = (State.QUEUED, State.DEFERRED)
"""Nobody holds it: it can be taken, or cancelled."""
UNFINISHED = (*WAITING, State.ATTEMPTING)
RESENDABLE = (State.SENT, State.FAILED)
"""What can be sent once more by hand."""


class MailAlreadyFinished(Conflict):
    """A mail that left, failed or was cancelled already; `state` says which."""

    code = "mail-already-finished"
    title = "Ce courriel ne peut plus être annulé"

    def __init__(self, *, state: State) -> None:
        super().__init__()
        self.state = state


class MailNotCancelled(Conflict):
    """Only a cancelled mail can be restored."""

    code = "mail-not-cancelled"
    title = "Ce courriel n’est pas annulé"


class MailNotFinished(Conflict):
    """A mail that is still on its way, or was cancelled."""

    code = "mail-not-finished"
    title = "Ce courriel ne peut pas être renvoyé maintenant"


class RecipientNotOpaque(ValueError):
    """A recipient is a role or an id, such as `bureau` or `account:<uuid>`; never an address."""


def checked_recipient(recipient: str) -> str:
    """The recipient as given. Raises RecipientNotOpaque."""
    if not _RECIPIENT.fullmatch(recipient):
        raise RecipientNotOpaque
    return recipient


def message_uuid(*, recipient: str, cause: UUID, template: Template) -> UUID:
    """What all copies of a mail carry as Message-ID, whoever sends them and whenever."""
    return uuid5(_MESSAGE_IDS, f"{recipient}\n{cause}\n{template}")
