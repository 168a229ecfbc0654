"""Meetings, who came, and who was convened."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import Uai
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.meetings.model import (
    Invite,
    Meeting,
    MeetingPlan,
    MeetingState,
    ToldMeeting,
)
from services.coordination.meetings.tables import meeting_attendance, meeting_invites, meetings

T, P, ASKED = meetings.c, meeting_attendance.c, meeting_invites.c


class Meetings:
    """The meetings of committees; written in the scope of the department."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, one: Meeting) -> None:
        """Record a new meeting."""
        await self._uow.execute(
            insert(meetings).values(
                meeting_id=one.id, committee_id=one.committee_id, **_values(one)
            )
        )

    async def get(self, meeting_id: UUID, *, for_update: bool = False) -> Meeting:
        """Raises NotFound. `for_update`: nobody else changes it until the commit."""
        statement = select(meetings).where(T.meeting_id == meeting_id)
        row = (
            await self._uow.execute(statement.with_for_update() if for_update else statement)
        ).first()
        if row is None:
            raise NotFound
        return _meeting(row)

    async def of(self, committee_id: UUID) -> Sequence[Meeting]:
        """Meetings of a committee, the newest first."""
        statement = (
            select(meetings)
            .where(T.committee_id == committee_id)
            .order_by(T.meets_on.desc(), T.meeting_id.desc())
        )
        return [_meeting(row) for row in await self._uow.execute(statement)]

    async def to_come(self, since: date) -> Sequence[Meeting]:
        """Meetings of all committees that are planned or convened from a day on, the next one first."""
        statement = (
            select(meetings)
            .where(
                T.meets_on >= since,
                T.state.in_((MeetingState.PLANNED.value, MeetingState.CONVENED.value)),
            )
            .order_by(T.meets_on, T.meeting_id)
        )
        return [_meeting(row) for row in await self._uow.execute(statement)]

    async def save(self, one: Meeting) -> None:
        """Record what changed."""
        await self._uow.execute(
            update(meetings).where(T.meeting_id == one.id).values(**_values(one))
        )

    async def attended(self, meeting_id: UUID) -> frozenset[UUID]:
        """The members who came."""
        statement = select(P.member_id).where(P.meeting_id == meeting_id)
        return frozenset((await self._uow.execute(statement)).scalars())

    async def put_attendance(self, meeting_id: UUID, came: Collection[UUID]) -> None:
        """Keep who came, in place of what was known."""
        await self._uow.execute(delete(meeting_attendance).where(P.meeting_id == meeting_id))
        rows = [{"meeting_id": meeting_id, "member_id": one} for one in came]
        if rows:
            await self._uow.execute(insert(meeting_attendance), rows)


class Invites:
    """Who is convened to which meeting."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, new: Sequence[Invite]) -> None:
        """Record appointments, unless there are such already."""
        rows = [
            {
                "invite_id": one.id,
                "meeting_id": one.meeting_id,
                "member_id": one.member_id,
                "to_bureau": one.to_bureau,
                "lycee": one.lycee,
            }
            for one in new
        ]
        if rows:
            await self._uow.execute(insert(meeting_invites).on_conflict_do_nothing(), rows)

    async def get(self, invite_id: UUID) -> Invite:
        """Raises NotFound."""
        statement = select(meeting_invites).where(ASKED.invite_id == invite_id)
        row = (await self._uow.execute(statement)).first()
        if row is None:
            raise NotFound
        return _invite(row)

    async def of(self, meeting_id: UUID) -> Sequence[Invite]:
        """Invitations of a meeting."""
        statement = select(meeting_invites).where(ASKED.meeting_id == meeting_id)
        return [_invite(row) for row in await self._uow.execute(statement)]

    async def of_member(self, member_id: UUID, since: date) -> Sequence[Invite]:
        """Invitations of a member to meetings that are convened from a day on."""
        statement = (
            select(meeting_invites)
            .join(meetings, T.meeting_id == ASKED.meeting_id)
            .where(
                ASKED.member_id == member_id,
                T.meets_on >= since,
                T.state == MeetingState.CONVENED.value,
            )
        )
        return [_invite(row) for row in await self._uow.execute(statement)]


def _values(one: Meeting) -> dict[str, Any]:
    return {
        "meets_on": one.plan.on,
        "starts_at": one.plan.starts_at,
        "ends_at": one.plan.ends_at,
        "place": one.plan.place,
        "agenda": one.agenda,
        "state": one.state.value,
        "convened_at": one.convened_at,
        "minutes": one.minutes,
        "others": one.others,
        "told_attended": one.told.attended if one.told else None,
        "told_decisions": one.told.decisions if one.told else None,
        "told_on": one.told.on if one.told else None,
        "sequence": one.sequence,
        "version": one.version,
    }


def _meeting(row: Any) -> Meeting:
    return Meeting(
        id=row.meeting_id,
        committee_id=row.committee_id,
        plan=MeetingPlan(row.meets_on, row.starts_at, row.ends_at, row.place),
        agenda=row.agenda,
        state=MeetingState(row.state),
        convened_at=row.convened_at,
        minutes=row.minutes,
        others=row.others,
        told=ToldMeeting(row.told_attended, row.told_decisions, row.told_on)
        if row.told_on
        else None,
        sequence=row.sequence,
        version=row.version,
    )


def _invite(row: Any) -> Invite:
    lycee = Uai(row.lycee) if row.lycee else None
    return Invite(row.invite_id, row.meeting_id, row.member_id, lycee)
