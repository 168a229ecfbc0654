"""What the portal tells of second factors of sign-in: that their owner is to be written to."""

from datetime import date, datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from pydantic import BaseModel

from contracts.event import Event
from contracts.questions import Question, declare

SecondFactorNoticeId = NewType("SecondFactorNoticeId", UUID)


class SecondFactorNoticeKind(StrEnum):
    """What happened to a second factor (double authentification)."""

    SET = "set"
    REMOVED = "removed"
    RECOVERY_CODE_USED = "recovery_code_used"
    RECOVERY_CODES_RENEWED = "recovery_codes_renewed"


class SecondFactorNoticeAskedV1(Event, audience="bureau", aggregate="factor_notice_id"):
    """Somebody is to be told by mail what happened to their second factor (double authentification).

    Neither the person nor what happened: both are asked when the mail leaves.
    """

    factor_notice_id: SecondFactorNoticeId
    occurred_on: date


class SecondFactorNoticeRequest(BaseModel):
    factor_notice_id: SecondFactorNoticeId


class SecondFactorNotice(BaseModel):
    """`standing` is false once the account is closed: no mail leaves then."""

    standing: bool
    kind: SecondFactorNoticeKind
    mail: str
    display_name: str
    happened_at: datetime
    codes_left: int
    """Recovery codes that were not used."""


SECOND_FACTOR_NOTICE = declare(
    Question(
        "portal",
        "second_factor_notice",
        SecondFactorNoticeRequest,
        SecondFactorNotice,
        frozenset({"notifications"}),
    )
)
