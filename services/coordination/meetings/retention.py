"""How long is kept what was said at meetings, and who came."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, exists, func, or_, select, update

from services.chassis.privacy.retention import Due, Rule
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.meetings.tables import meeting_attendance, meeting_invites, meetings

KEPT = timedelta(days=5 * 365)
T, P, ASKED = meetings.c, meeting_attendance.c, meeting_invites.c


async def old_texts(uow: UnitOfWork, *, now: datetime, limit: int) -> Sequence[Due]:
    """Meetings of five years ago that still say something of somebody."""
    statement = (
        select(T.meeting_id)
        .where(
            T.meets_on < (now - KEPT).date(),
            or_(
                T.agenda.is_not(None),
                T.minutes.is_not(None),
                exists().where(P.meeting_id == T.meeting_id),
                exists().where(ASKED.meeting_id == T.meeting_id),
            ),
        )
        .order_by(T.meets_on)
        .limit(limit)
    )
    return [Due(one) for one in (await uow.execute(statement)).scalars()]


async def erase_texts(uow: UnitOfWork, ids: Collection[UUID], _: datetime) -> Collection[UUID]:
    """The day, the state and how many came stay."""
    those = list(ids)
    came = select(func.count()).where(P.meeting_id == T.meeting_id).scalar_subquery()
    await uow.execute(
        update(meetings)
        .where(T.meeting_id.in_(those), T.others.is_not(None))
        .values(others=T.others + came)
    )
    await uow.execute(delete(meeting_attendance).where(P.meeting_id.in_(those)))
    await uow.execute(delete(meeting_invites).where(ASKED.meeting_id.in_(those)))
    await uow.execute(
        update(meetings).where(T.meeting_id.in_(those)).values(agenda=None, minutes=None)
    )
    return ids


TEXTS = Rule(
    "meeting_texts",
    "Textes et présences des réunions de comités",
    "5 ans",
    old_texts,
    erase_texts,
    shared=True,
)
