"""Days of the network as calendars read them: kinds, hours and counts, in one statement."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Boolean, Date, Text, and_, bindparam, exists, func, or_, select

from contracts.coordination.committees import DecisionState
from contracts.coordination.offer_files import OfferState
from services.chassis.database.readings import Answers, Reading, Rows, Together
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.accounts.tables import key_account_parties, key_accounts
from services.coordination.campaigns.model import CampaignStatus
from services.coordination.campaigns.tables import campaigns
from services.coordination.committees.tables import committees
from services.coordination.decisions.tables import decisions
from services.coordination.meetings.model import MeetingState
from services.coordination.meetings.tables import meeting_invites, meetings
from services.coordination.news.model.calendar import local_date
from services.coordination.offer_calendar.tables import offer_dates
from services.coordination.offer_files.model.states import OPEN
from services.coordination.offer_files.tables import offer_files
from services.coordination.supervisor_tasks.queries import BY_DAY

KEPT = timedelta(days=30)
"""For how long a calendar still shows a day that is past."""
SHOWN = 200
M, C, K, D, B, F, V = (
    *(meetings.c, campaigns.c, committees.c, decisions.c, offer_dates.c, offer_files.c),
    meeting_invites.c,
)
A, P = key_accounts.c, key_account_parties.c
SINCE, LYCEE = bindparam("days_since", type_=Date), bindparam("days_of", type_=Text)
WIDE = bindparam("all_days", type_=Boolean)


def _rows(rows: Rows) -> Rows:
    return rows


MEETINGS: Reading[Rows] = Reading(
    select(M.meeting_id, M.meets_on, M.starts_at, M.ends_at, M.sequence, K.kind)
    .join(committees, K.committee_id == M.committee_id)
    .where(
        M.meets_on >= SINCE,
        M.state != MeetingState.CANCELLED.value,
        or_(
            WIDE,
            and_(
                M.state != MeetingState.PLANNED.value,
                exists().where(V.meeting_id == M.meeting_id, V.lycee == LYCEE),
            ),
        ),
    )
    .order_by(M.meets_on, M.meeting_id)
    .limit(SHOWN),
    _rows,
)
"""All of them, or those a lycée was convened to."""
_OF_ITS_FILES = exists().where(
    F.lycee == LYCEE,
    F.effect_year == B.effect_year,
    F.state != OfferState.DRAFT.value,
    or_(*(F.state == state.value for state in sorted(OPEN))),
)
BODIES: Reading[Rows] = Reading(
    select(B.date_id, B.body, B.meets_on, B.due_on, B.version)
    .where(
        B.removed_at.is_(None),
        B.meets_on >= SINCE,
        or_(WIDE, and_(or_(B.lycee.is_(None), B.lycee == LYCEE), _OF_ITS_FILES)),
    )
    .order_by(B.meets_on, B.date_id)
    .limit(SHOWN),
    _rows,
)
"""All of them, or those that see a file about a lycée."""
CAMPAIGN_ENDS: Reading[Rows] = Reading(
    select(C.campaign_id, C.until_on, C.version)
    .where(C.status == CampaignStatus.OPEN.value, C.until_on >= SINCE, WIDE)
    .order_by(C.until_on, C.campaign_id)
    .limit(SHOWN),
    _rows,
)
DECISION_DAYS: Reading[Rows] = Reading(
    select(D.due_on, func.count().label("many"))
    .where(
        D.state == DecisionState.OPEN.value,
        D.due_on >= SINCE,
        or_(WIDE, D.uai == LYCEE),
    )
    .group_by(D.due_on)
    .order_by(D.due_on)
    .limit(SHOWN),
    _rows,
)
_CONCERNED = exists().where(P.key_account_id == A.key_account_id, P.uai == LYCEE)
ACCOUNT_REVIEWS: Reading[Rows] = Reading(
    select(A.key_account_id, A.review_on, A.version)
    .where(A.review_on >= SINCE, or_(WIDE, _CONCERNED))
    .order_by(A.review_on, A.key_account_id)
    .limit(SHOWN),
    _rows,
)
"""Days on which arbitrations are looked at again: all, or those that concern a lycée."""
_DAYS = Together(MEETINGS, BODIES, CAMPAIGN_ENDS, DECISION_DAYS, BY_DAY, ACCOUNT_REVIEWS)


async def read_days(uow: UnitOfWork) -> Answers:
    """The days of the lycée that is asked for, or all of them for the DSDEN."""
    return await _DAYS.of(uow, _given(uow))


def _given(uow: UnitOfWork) -> Mapping[str, Any]:
    since: date = local_date(uow.now) - KEPT
    return {
        "days_since": since,
        "days_of": uow.writing_for(),
        "all_days": uow.scope.department_wide,
    }
