"""What the portal tells of accounts nobody uses: that their owner is to be written to."""

from datetime import date
from typing import NewType
from uuid import UUID

from pydantic import BaseModel

from contracts.event import Event
from contracts.questions import Question, declare

InactivityNoticeId = NewType("InactivityNoticeId", UUID)


class InactivityNoticeAskedV1(Event, audience="bureau", aggregate="inactivity_notice_id"):
    """Somebody is to be told by mail that their account will be erased (compte inutilisé).

    Said by the DSDEN. Neither the person nor the day: both are asked when the mail leaves.
    """

    inactivity_notice_id: InactivityNoticeId
    occurred_on: date


class InactivityNoticeRequest(BaseModel):
    inactivity_notice_id: InactivityNoticeId


class InactivityNotice(BaseModel):
    """`standing` is false once somebody signed in, or the account is closed: no mail leaves then.

    `unused_since` is the day of the last sign-in; `closes_on` that on which the account is erased.
    """

    standing: bool
    mail: str
    display_name: str
    unused_since: date
    closes_on: date
    last: bool


INACTIVITY_NOTICE = declare(
    Question(
        "portal",
        "inactivity_notice",
        InactivityNoticeRequest,
        InactivityNotice,
        frozenset({"notifications"}),
    )
)
