"""Meetings of a committee (réunions): that somebody is to be convened, and what that mail says when it leaves."""

from datetime import date, time
from typing import NewType
from uuid import UUID

from pydantic import BaseModel

from contracts.coordination.committees import CommitteeAddressId, CommitteeMemberId
from contracts.event import Event
from contracts.identifiers import Uai
from contracts.questions import Question, declare

MeetingInviteId = NewType("MeetingInviteId", UUID)


class MeetingInviteAskedV1(Event, audience="bureau", aggregate="invite_id"):
    """Who sits in a committee, or the bureau of a lycée, is to be written to about a meeting (convocation).

    Said by the DSDEN. `invite_id` is one for the life of the appointment and of its reader. What it
    says, and to which address, is asked when it leaves; the member is whose erasure takes it along.
    """

    invite_id: MeetingInviteId
    member_id: CommitteeMemberId
    to_bureau: bool
    occurred_on: date


class MeetingInviteRequest(BaseModel):
    meeting_invite_id: MeetingInviteId


class MeetingInvite(BaseModel):
    """A meeting as it is now, for one reader. `standing`: the reader is expected; `takes_place`: others
    are, whether the reader is or not; `silent`: nothing is written any more, whatever was told: the day
    is over, or it was held.

    `sequence` grows with each change. Hours are those of Paris. `lycee`: the bureau that reads it, None
    for a person. `address_id` is of the address as it is now: another one has another id.
    """

    standing: bool
    takes_place: bool = False
    silent: bool
    sequence: int
    committee: str
    kind: str
    """In the words of a list."""
    on: date
    starts_at: time | None = None
    ends_at: time | None = None
    place: str | None = None
    agenda: str | None = None
    lycee: Uai | None = None
    left_out: tuple[str, ...] = ()
    """Addresses that are written to by themselves: a bureau’s people among them hear of it once."""
    person: str | None = None
    organisation: str | None = None
    mail: str | None = None
    stopped: bool = False
    returned: bool = False
    address_id: CommitteeAddressId | None = None
    stop_url: str | None = None


MEETING_INVITE = declare(
    Question(
        "coordination",
        "meeting_invite",
        MeetingInviteRequest,
        MeetingInvite,
        frozenset({"notifications"}),
    )
)
