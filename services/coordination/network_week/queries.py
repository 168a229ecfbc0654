"""The week of the supervisor, read of every feature in one statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import (
    Date,
    DateTime,
    Text,
    and_,
    bindparam,
    cast,
    exists,
    func,
    or_,
    select,
    true,
)

from contracts.coordination.committees import DecisionState
from contracts.coordination.offer_files import OfferState
from services.chassis.database.readings import Answers, Reading, Rows, Together
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.account_cards.queries import asked_since
from services.coordination.accounts.tables import key_accounts
from services.coordination.campaigns.model import CampaignStatus
from services.coordination.campaigns.tables import campaigns
from services.coordination.committees.tables import committee_charters, committees
from services.coordination.decisions.tables import decisions
from services.coordination.meetings.model import MeetingState
from services.coordination.meetings.tables import meetings
from services.coordination.need_list.queries import to_close
from services.coordination.needs.model.states import NeedStatus
from services.coordination.needs.store.needs import promised_until
from services.coordination.needs.tables import needs
from services.coordination.network_week.model import AHEAD
from services.coordination.news.model.calendar import PARIS, local_date
from services.coordination.news.model.news import NewsStatus
from services.coordination.news.store.news import NAMES
from services.coordination.news.tables import news
from services.coordination.offer_calendar.tables import offer_dates
from services.coordination.offer_files.model.states import NOT_READY
from services.coordination.offer_files.tables import offer_files, offer_moves
from services.coordination.supervisor_tasks.model import SupervisorTask, TaskState
from services.coordination.supervisor_tasks.queries import OF_THE_WEEK
from services.coordination.supervisor_tasks.queries import SHOWN as TASKS_SHOWN
from services.coordination.support_requests.model import SupportStatus
from services.coordination.support_requests.tables import support_requests

SHOWN = 60
"""Rows of each kind; the page of the kind has the others."""
MINUTES_LOOKED_FOR = timedelta(days=90)
"""Meetings without minutes are looked for so far back: what is older nobody will write."""
TODAY, UNTIL, SINCE = (bindparam(name, type_=Date) for name in ("today", "until_day", "met_since"))
NOW = bindparam("now", type_=DateTime(timezone=True))
DONE_SINCE = bindparam("done_since", type_=DateTime(timezone=True))
N, D, S, M, B, C, K, W, A, F, V = (
    *(needs.c, decisions.c, support_requests.c, meetings.c, offer_dates.c, campaigns.c),
    *(committees.c, news.c, key_accounts.c, offer_files.c, offer_moves.c),
)


def _rows(rows: Rows) -> Rows:
    return rows


OWN_DECISIONS: Reading[Rows] = Reading(
    select(
        D.decision_id, D.text, D.due_on, D.version, D.state, D.meeting_id, K.name.label("committee")
    )
    .join(committees, K.committee_id == D.committee_id)
    .where(
        D.uai == bindparam("department", type_=Text),
        D.actor_id.is_(None),
        or_(
            D.state == DecisionState.OPEN.value,
            and_(D.state == DecisionState.DONE.value, D.settled_at >= DONE_SINCE),
        ),
    )
    .order_by(D.due_on.asc().nulls_last(), D.decision_id)
    .limit(SHOWN),
    _rows,
)
"""What committees gave the DSDEN to do, and what of it was done today."""
_PROMISED = promised_until(TODAY)
WAITING_NEEDS: Reading[Rows] = Reading(
    select(
        *(N.need_id, N.company, N.status),
        func.coalesce(_PROMISED, N.due_on).label("due_on"),
    )
    .where(
        or_(
            N.status == NeedStatus.RECEIVED.value,
            N.status == NeedStatus.QUALIFIED.value,
            and_(N.status == NeedStatus.ANSWERED.value, ~to_close(NOW)),
            and_(N.status == NeedStatus.ROUTED.value, N.due_on < TODAY),
            and_(N.status == NeedStatus.TAKEN.value, _PROMISED.is_not(None)),
        ),
        N.erased_at.is_(None),
    )
    .order_by((N.status == NeedStatus.ANSWERED.value), N.due_on, N.need_id)
    .limit(SHOWN),
    _rows,
)
"""What she has to qualify, pass on or close, what nobody took in time, and promises that passed."""
_MANY: Sequence[Any] = (func.count().label("many"), func.min(N.changed_at).label("since"))
NEEDS_TO_CLOSE: Reading[Rows] = Reading(
    select(*_MANY).select_from(needs).where(to_close(NOW), N.erased_at.is_(None)), _rows
)
"""How many needs are proposed for closing, and since when the oldest did not move."""
OPEN_SUPPORT: Reading[Rows] = Reading(
    select(S.support_id, S.uai, S.topic, S.promised_on, S.asked_at)
    .where(
        or_(
            S.status == SupportStatus.ASKED.value,
            S.status == SupportStatus.PROMISED.value,
        )
    )
    .order_by(S.promised_on.asc().nulls_last(), S.asked_at, S.support_id)
    .limit(SHOWN),
    _rows,
)
"""What bureaux wait for: by the day she promised, if she did."""
MEETINGS_AROUND: Reading[Rows] = Reading(
    select(
        *(M.meeting_id, M.meets_on, M.starts_at, M.state),
        K.name.label("committee"),
    )
    .join(committees, K.committee_id == M.committee_id)
    .where(
        or_(
            and_(
                or_(M.state == MeetingState.PLANNED.value, M.state == MeetingState.CONVENED.value),
                M.meets_on <= UNTIL,
            ),
            and_(M.state == MeetingState.HELD.value, M.minutes.is_(None), M.meets_on >= SINCE),
        )
    )
    .order_by(M.meets_on, M.meeting_id)
    .limit(SHOWN),
    _rows,
)
"""Those to convene, to hold, and to write the minutes of."""
BODY_DATES: Reading[Rows] = Reading(
    select(B.date_id, B.body, B.lycee, B.meets_on, B.due_on)
    .where(
        B.removed_at.is_(None),
        or_(B.meets_on.between(TODAY, UNTIL), B.due_on.between(TODAY, UNTIL)),
    )
    .order_by(B.meets_on, B.date_id)
    .limit(SHOWN),
    _rows,
)
"""Bodies that meet, and days by which files reach them."""
_HANDED_IN = func.coalesce(B.due_on, B.meets_on)
_NOT_READY = tuple(state.value for state in sorted(NOT_READY))
_STATE_THEN = (
    select(V.state_after)
    .where(V.file_id == F.file_id, V.undone_at.is_(None), V.moved_on < B.meets_on)
    .order_by(V.moved_on.desc(), V.noted_at.desc())
    .limit(1)
    .correlate(offer_files, offer_dates)
    .scalar_subquery()
)
"""Where a file stands as the body meets, or stands now; nothing where it had not moved yet."""
_MISSED = (
    select(_HANDED_IN.label("missed_on"), B.body)
    .where(
        B.removed_at.is_(None),
        B.effect_year == F.effect_year,
        or_(B.lycee.is_(None), B.lycee == F.lycee),
        _HANDED_IN < TODAY,
        # A file is not behind a day that was over when it was begun.
        cast(func.timezone(PARIS.key, F.created_at), Date) <= _HANDED_IN,
        # One the body had as it met, and that was taken up again since, missed nothing.
        or_(*(func.coalesce(_STATE_THEN, OfferState.DRAFT.value) == one for one in _NOT_READY)),
    )
    .order_by(_HANDED_IN, B.date_id)
    .limit(1)
    .correlate(offer_files)
    .lateral("missed")
)
FILES_BEHIND: Reading[Rows] = Reading(
    select(F.file_id, F.formation, F.lycee, F.state, _MISSED.c.missed_on, _MISSED.c.body)
    .join(_MISSED, true())
    .where(or_(*(F.state == one for one in _NOT_READY)))
    .order_by(_MISSED.c.missed_on, F.file_id)
    .limit(SHOWN),
    _rows,
)
"""Files of the training offer that are not ready though a body was to have them: the first day they missed."""
ENDING_CAMPAIGNS: Reading[Rows] = Reading(
    select(C.campaign_id, C.title, C.until_on)
    .where(C.status == CampaignStatus.OPEN.value, C.until_on <= UNTIL)
    .order_by(C.until_on, C.campaign_id)
    .limit(SHOWN),
    _rows,
)
_PROPOSED: Any = select(func.count().label("many"), func.min(W.proposed_at).label("since")).where(
    W.status == NewsStatus.PROPOSED.value
)
PROPOSED_NEWS: Reading[Rows] = Reading(
    _PROPOSED,
    _rows,
)
UNSIGNED_CHARTERS: Reading[Rows] = Reading(
    select(K.committee_id, K.name)
    .where(
        K.archived_at.is_(None),
        ~exists().where(
            committee_charters.c.committee_id == K.committee_id,
            committee_charters.c.withdrawn_at.is_(None),
        ),
    )
    .order_by(K.name_key, K.committee_id)
    .limit(SHOWN),
    _rows,
)
"""Committees that signed no charter yet."""
ACCOUNTS_TO_DECIDE: Reading[Rows] = Reading(
    select(A.key_account_id, A.company, A.review_on, asked_since().label("asked"))
    .where(or_(asked_since(), A.review_on <= UNTIL))
    .order_by(asked_since().desc(), A.review_on, A.key_account_id)
    .limit(SHOWN),
    _rows,
)
"""Big accounts bureaux ask about, and decisions of hers that are to be looked at again."""
WEEK_READ: tuple[Reading[Any], ...] = (
    *(OF_THE_WEEK, OWN_DECISIONS, WAITING_NEEDS, OPEN_SUPPORT, MEETINGS_AROUND),
    *(BODY_DATES, FILES_BEHIND, ENDING_CAMPAIGNS, PROPOSED_NEWS, UNSIGNED_CHARTERS, NAMES),
    *(ACCOUNTS_TO_DECIDE, NEEDS_TO_CLOSE),
)
"""Everything the page of the week shows; the home page counts the same."""
_WEEK = Together(*WEEK_READ)


@dataclass(frozen=True)
class WeekRead:
    """The week as it was read: the tasks to do and those done today, and the rows of the other features."""

    tasks: Sequence[SupervisorTask]
    done: Sequence[SupervisorTask]
    more: bool
    """Whether there are tasks after those."""
    found: Answers
    names: dict[Any, Any]


def given(uow: UnitOfWork) -> Mapping[str, Any]:
    """What the readings of the week are asked with."""
    today = local_date(uow.now)
    return {
        "today": today,
        "now": uow.now,
        "until_day": today + AHEAD,
        "met_since": today - MINUTES_LOOKED_FOR,
        "department": uow.department_uai,
        "done_since": datetime.combine(today, time(), PARIS),
    }


async def read_week(uow: UnitOfWork) -> WeekRead:
    """Everything the page of the week shows, in one statement."""
    found = await _WEEK.ahead(uow, given(uow))
    tasks = found[OF_THE_WEEK]
    return WeekRead(
        [one for one in tasks[:TASKS_SHOWN] if one.state is TaskState.OPEN],
        [one for one in tasks[:TASKS_SHOWN] if one.state is TaskState.DONE],
        len(tasks) > TASKS_SHOWN,
        found,
        found[NAMES],
    )
