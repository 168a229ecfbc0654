"""Commands of meetings: planned, moved, convened, held, called off, and what is written of them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from contracts.coordination.committees import (
    CommitteeId,
    CommitteeMemberId,
    CommitteeMetV1,
    MeetingId,
)
from contracts.coordination.meetings import MeetingInviteAskedV1, MeetingInviteId
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.base.departures import DEPARTURES
from services.coordination.committees.store import Committees, Members
from services.coordination.meetings.model import (
    AttendeeUnknown,
    Invite,
    Meeting,
    MeetingInThePast,
    MeetingPlan,
    MeetingState,
    MeetingStep,
    MeetingStepNotPossible,
    ToldMeeting,
)
from services.coordination.meetings.store import Invites, Meetings
from services.coordination.news.model.calendar import local_date


async def plan_meeting(
    uow: UnitOfWork, *, committee_id: UUID, plan: MeetingPlan, agenda: str | None
) -> UUID:
    """Plan a meeting (réunion prévue); nobody is told yet. Raises NotFound, CommitteeArchived."""
    (await Committees(uow).get(committee_id, for_update=True)).expect_active()
    one = Meeting(uow.new_id(), committee_id, plan, agenda)
    await Meetings(uow).add(one)
    return one.id


async def move_meeting(
    uow: UnitOfWork,
    *,
    meeting_id: UUID,
    version: int,
    plan: MeetingPlan,
    agenda: str | None,
    now: datetime,
) -> bool:
    """Change when and where, or the agenda (déplacement); whether those who were convened are told.

    Raises NotFound, StaleVersion, MeetingStepNotPossible, MeetingInThePast, CommitteeArchived.
    """
    one = await _locked(uow, meeting_id, version)
    await _expect_active(uow, one)
    moved = one.planned(plan, agenda)
    tells = one.state is MeetingState.CONVENED and moved.sequence != one.sequence
    if tells and plan.on < local_date(now):
        raise MeetingInThePast(field="on")
    await Meetings(uow).save(moved)
    if tells:
        await _ask_all(uow, moved, now)
    return tells


async def convene_meeting(uow: UnitOfWork, *, meeting_id: UUID, version: int, now: datetime) -> int:
    """Convene a meeting (convocation), or those who sit there since; to how many readers more.

    Members with an address, and the bureau of each lycée that sits there, are written to: of a
    meeting that is convened, those to whom nothing went yet.
    Raises NotFound, StaleVersion, MeetingStepNotPossible, MeetingInThePast, CommitteeArchived.
    """
    one = await _locked(uow, meeting_id, version)
    await _expect_active(uow, one)
    if one.plan.on < local_date(now):
        raise MeetingInThePast(field="on")
    again = one.state is MeetingState.CONVENED
    convened = replace(one.stepped(MeetingStep.CONVENE), convened_at=one.convened_at or now)
    new = await _missing_invites(uow, one)
    await Meetings(uow).save(convened)
    await Invites(uow).add(new)
    # A mail that has nothing new to say to its reader does not leave.
    told = await Invites(uow).of(meeting_id)
    _ask(uow, convened, told, now)
    return len(new if again else told)


async def recall_meeting(uow: UnitOfWork, *, meeting_id: UUID, version: int, now: datetime) -> None:
    """Take a convocation back: who was told is told that it is off.

    Raises NotFound, StaleVersion, MeetingStepNotPossible.
    """
    one = (await _locked(uow, meeting_id, version)).stepped(MeetingStep.RECALL)
    recalled = replace(one, convened_at=None)
    await Meetings(uow).save(recalled)
    await _ask_all(uow, recalled, now)


async def cancel_meeting(uow: UnitOfWork, *, meeting_id: UUID, version: int, now: datetime) -> bool:
    """Call a meeting off (annulation); whether those who were convened are told.

    Raises NotFound, StaleVersion, MeetingStepNotPossible.
    """
    before = await _locked(uow, meeting_id, version)
    one = before.stepped(MeetingStep.CANCEL)
    await Meetings(uow).save(one)
    await _ask_all(uow, one, now)
    return before.state is MeetingState.CONVENED and one.plan.on >= local_date(now)


async def hold_meeting(
    uow: UnitOfWork,
    *,
    meeting_id: UUID,
    version: int,
    came: Collection[UUID],
    others: int,
    decisions: int,
    now: datetime,
) -> None:
    """Note that a meeting was held (réunion tenue), who came, and how many came besides; or correct it.

    `decisions`: how many were noted by now. The department is told where one of its figures changed. Raises NotFound, StaleVersion, MeetingStepNotPossible,
    MeetingNotYet, AttendeeUnknown.
    """
    one = await _locked(uow, meeting_id, version)
    one.expect_over(local_date(now))
    members = {member.id for member in await Members(uow).of(one.committee_id)}
    if not set(came) <= members:
        raise AttendeeUnknown(field="came")
    held = one.changed() if one.state is MeetingState.HELD else one.stepped(MeetingStep.HOLD)
    told = ToldMeeting(len(set(came)) + others, decisions, one.plan.on)
    await Meetings(uow).save(replace(held, others=others, told=told))
    await Meetings(uow).put_attendance(one.id, came)
    if told == one.told:
        return
    committee = await Committees(uow).get(one.committee_id)
    met = CommitteeMetV1(
        meeting_id=MeetingId(one.id),
        committee_id=CommitteeId(one.committee_id),
        kind=committee.details.kind,
        attended=told.attended,
        decisions=told.decisions,
        occurred_on=told.on,
    )
    uow.publish(met, version=held.version)


async def reopen_meeting(uow: UnitOfWork, *, meeting_id: UUID, version: int, now: datetime) -> None:
    """Take back that a meeting was held, or cancelled. Who came stays known.

    Raises NotFound, StaleVersion, MeetingStepNotPossible, CommitteeArchived for one to come.
    """
    one = (await _locked(uow, meeting_id, version)).stepped(MeetingStep.REOPEN)
    if one.plan.on >= local_date(now):
        await _expect_active(uow, one)
    await Meetings(uow).save(one)
    if one.state is MeetingState.CONVENED:
        await _ask_all(uow, one, now)


async def write_minutes(
    uow: UnitOfWork, *, meeting_id: UUID, version: int, minutes: str | None
) -> None:
    """Keep what was said (compte rendu). Raises NotFound, StaleVersion, MeetingStepNotPossible."""
    one = await _locked(uow, meeting_id, version)
    if one.state is MeetingState.CANCELLED:
        raise MeetingStepNotPossible
    await Meetings(uow).save(one.changed(minutes=minutes))


async def follow_departure(uow: UnitOfWork, *, member_id: UUID, now: datetime) -> None:
    """Have who leaves a committee be expected no more at what is convened, or expected again.

    Who is written to elsewhere from now on is convened there.
    """
    for invite in await Invites(uow).of_member(member_id, local_date(now)):
        one = await Meetings(uow).get(invite.meeting_id, for_update=True)
        moved = replace(one, sequence=one.sequence + 1)
        await Meetings(uow).save(moved)
        _ask(uow, moved, [invite], now)


DEPARTURES.add(follow_departure)


async def _locked(uow: UnitOfWork, meeting_id: UUID, version: int) -> Meeting:
    one = await Meetings(uow).get(meeting_id, for_update=True)
    one.expect(version)
    return one


async def _expect_active(uow: UnitOfWork, one: Meeting) -> None:
    (await Committees(uow).get(one.committee_id, for_update=True)).expect_active()


async def _missing_invites(uow: UnitOfWork, one: Meeting) -> Sequence[Invite]:
    """Who sits there and was not convened: persons with an address, and bureaux, once a lycée."""
    known = await Invites(uow).of(one.id)
    members = await Members(uow).of(one.committee_id)
    people = {invite.member_id for invite in known if not invite.to_bureau}
    bureaux = {invite.lycee for invite in known}
    found: list[Invite] = []
    for member in members:
        if member.left_on is not None:
            continue
        if member.address and member.id not in people:
            found.append(Invite(uow.new_id(), one.id, member.id))
        lycee = member.organisation.lycee
        if lycee and lycee not in bureaux:
            bureaux.add(lycee)
            found.append(Invite(uow.new_id(), one.id, member.id, lycee))
    return found


async def _ask_all(uow: UnitOfWork, one: Meeting, now: datetime) -> None:
    _ask(uow, one, await Invites(uow).of(one.id), now)


def _ask(uow: UnitOfWork, one: Meeting, invites: Iterable[Invite], now: datetime) -> None:
    for invite in invites:
        asked = MeetingInviteAskedV1(
            invite_id=MeetingInviteId(invite.id),
            member_id=CommitteeMemberId(invite.member_id),
            to_bureau=invite.to_bureau,
            occurred_on=local_date(now),
        )
        uow.publish(asked, version=one.sequence + 1)
