"""The telling of a notice: what is told, to whom, and how fast."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contracts.identifiers import Uai
from services.notifications.mails.model.template import Template
from services.notifications.notice_kinds.model.rhythm import Rhythm


@dataclass(frozen=True)
class Telling:
    """To whom something is told, how fast, and when a mail of their own may leave."""

    account_id: UUID
    rhythm: Rhythm
    leaves_at: datetime


@dataclass(frozen=True)
class Told:
    """What is told: a kind, the thing it is about, and the event that is the cause."""

    uai: Uai
    kind: Template
    about: UUID
    cause: UUID
