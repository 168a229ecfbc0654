"""What a company that takes part in an action is written: that something is to be said, and what it says when it leaves."""

from datetime import date, time
from enum import StrEnum
from typing import NewType
from uuid import UUID

from pydantic import BaseModel

from contracts.event import Event
from contracts.identifiers import ContactId
from contracts.questions import Question, declare

ActionInviteId = NewType("ActionInviteId", UUID)


class ActionInviteKind(StrEnum):
    """What a company that takes part is written about (nature du courriel à une participante)."""

    NOTED = "noted"
    MOVED = "moved"
    CALLED_OFF = "called_off"
    REMINDER = "reminder"


class ActionInviteAskedV1(Event, audience="bureau", aggregate="invite_id"):
    """Who comes to an action is to be written to (courriel à une entreprise participante).

    `invite_id` is one for the life of the appointment. What it says, and to which address, is asked
    when it leaves; the contact is whose erasure takes it along.
    """

    invite_id: ActionInviteId
    contact_id: ContactId
    kind: ActionInviteKind
    occurred_on: date


class ActionInviteRequest(BaseModel):
    invite_id: ActionInviteId


class ActionInvite(BaseModel):
    """An appointment as it is now. `standing`: the company is to come; `silent`: nothing is written
    any more, whatever it was told: the day is over, or the lycée writes nothing of this action.

    `sequence` grows with each change. Hours are those of Paris.
    """

    standing: bool
    silent: bool
    sequence: int
    company: str
    contact_name: str
    kind: str
    """In the words of a list."""
    title: str
    on: date
    starts_at: time | None = None
    ends_at: time | None = None
    place: str | None = None
    mail: str | None = None
    stopped: bool = False
    returned: bool = False
    contact_id: ContactId
    contact_version: int
    stop_url: str


ACTION_INVITE = declare(
    Question(
        "partnerships",
        "action_invite",
        ActionInviteRequest,
        ActionInvite,
        frozenset({"notifications"}),
    )
)
