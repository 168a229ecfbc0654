"""Meetings: from a plan to what was said, and who is asked to be written to."""

from datetime import time, timedelta
from itertools import product
from uuid import UUID, uuid4

import asyncpg
import pytest

from contracts.coordination.committees import CommitteeKind, CommitteeMetV1
from contracts.coordination.meetings import (
    MeetingInvite,
    MeetingInviteAskedV1,
    MeetingInviteId,
    MeetingInviteRequest,
)
from contracts.identifiers import Uai
from services.chassis.base.errors import NotFound, StaleVersion
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.committees.commands import (
    archive_committee,
    correct_member,
    leave_committee,
    return_member,
    stop_committee_mails,
    try_address_again,
)
from services.coordination.committees.model import (
    CommitteeArchived,
    Member,
    MemberDetails,
    Organisation,
)
from services.coordination.meetings.answers import meeting_of_a_reader
from services.coordination.meetings.commands import (
    cancel_meeting,
    move_meeting,
    recall_meeting,
    reopen_meeting,
    write_minutes,
)
from services.coordination.meetings.model import (
    STEPS,
    AttendeeUnknown,
    HoursUnclear,
    Meeting,
    MeetingInThePast,
    MeetingNotYet,
    MeetingPlan,
    MeetingState,
    MeetingStep,
    MeetingStepNotPossible,
)
from services.coordination.meetings.retention import KEPT, erase_texts, old_texts
from services.coordination.meetings.store import Meetings
from tests.coordination.committees.world import (
    NAMES,
    a_committee,
    a_meeting,
    a_seat,
    convenes,
    holds,
    invites_of,
    meeting_seen,
    member_seen,
)
from tests.coordination.world import NOW, Somebody
from tests.support.network import ELSEWHERE, HERE
from tests.support.services import Published

SOON = NOW.date() + timedelta(days=20)
MAIL = "ghislaine@lomagne.example"


@pytest.mark.parametrize(("state", "step"), list(product(MeetingState, MeetingStep)))
def test_each_step_leads_where_the_table_says_or_nowhere(
    state: MeetingState, step: MeetingStep
) -> None:
    one = Meeting(uuid4(), uuid4(), MeetingPlan(SOON), state=state, sequence=4, version=7)
    expected = STEPS[step].get(state)
    assert one.may(step) is (expected is not None)
    if expected is None:
        with pytest.raises(MeetingStepNotPossible):
            one.stepped(step)
        return
    after = one.stepped(step)
    assert (after.state, after.sequence, after.version) == (expected, 5, 8)


def test_what_had_been_convened_is_convened_again_once_it_is_reopened() -> None:
    one = Meeting(
        uuid4(), uuid4(), MeetingPlan(SOON), state=MeetingState.CANCELLED, convened_at=NOW
    )
    assert one.stepped(MeetingStep.REOPEN).state is MeetingState.CONVENED


@pytest.mark.parametrize(
    ("starts_at", "ends_at"), [(None, time(16)), (time(16), time(16)), (time(16), time(14))]
)
def test_a_meeting_ends_after_it_begins(starts_at: time | None, ends_at: time) -> None:
    with pytest.raises(HoursUnclear):
        MeetingPlan(SOON, starts_at, ends_at)


async def test_members_with_an_address_and_bureaux_of_lycees_are_convened_once(
    supervisor: Somebody, published: Published, superuser: asyncpg.Connection
) -> None:
    committee_id = await a_committee(supervisor)
    head = await a_seat(supervisor, committee_id, lycee=HERE, mail=MAIL)
    await a_seat(supervisor, committee_id, lycee=HERE)
    firm = await a_seat(supervisor, committee_id, mail="bois@delbosc.example")
    await a_seat(supervisor, committee_id, name="Un CIO", person=None)
    meeting_id = await a_meeting(supervisor, committee_id, on=SOON)
    assert await published(MeetingInviteAskedV1) == []

    assert await convenes(supervisor, meeting_id) == 3
    asked = await published(MeetingInviteAskedV1)
    assert {(one.member_id, one.to_bureau) for one in asked} == {
        (head.id, False),
        (head.id, True),
        (firm.id, False),
    }
    spoken_for = await superuser.fetch("SELECT DISTINCT uai, audience FROM journal")
    assert [(row["uai"] == HERE, row["audience"]) for row in spoken_for] == [(False, "bureau")]

    late = await a_seat(supervisor, committee_id, name="Une association", mail="a@b.example")
    assert await convenes(supervisor, meeting_id) == 1
    # What the others were told already is not said twice; what did not reach them is.
    asked_again = (await published(MeetingInviteAskedV1))[3:]
    assert {one.member_id for one in asked_again} == {head.id, firm.id, late.id}
    assert len(await invites_of(supervisor, meeting_id)) == 4


async def test_nobody_is_convened_to_a_day_that_is_over(supervisor: Somebody) -> None:
    committee_id = await a_committee(supervisor)
    meeting_id = await a_meeting(supervisor, committee_id, on=NOW.date() - timedelta(days=1))
    with pytest.raises(MeetingInThePast):
        await convenes(supervisor, meeting_id)


async def told(supervisor: Somebody, meeting_id: UUID, *, to_bureau: bool = False) -> MeetingInvite:
    """What is answered of its first appointment."""
    invite = next(
        one for one in await invites_of(supervisor, meeting_id) if one.to_bureau is to_bureau
    )

    async def answer(uow: UnitOfWork) -> MeetingInvite:
        request = MeetingInviteRequest(meeting_invite_id=MeetingInviteId(invite.id))
        return await meeting_of_a_reader(request, uow)

    return await supervisor.do(answer)


async def test_an_invitation_says_the_meeting_as_it_is_when_it_is_asked(
    supervisor: Somebody, published: Published
) -> None:
    committee_id = await a_committee(supervisor)
    seat = await a_seat(supervisor, committee_id, mail=MAIL)
    meeting_id = await a_meeting(supervisor, committee_id, on=SOON)
    await convenes(supervisor, meeting_id)

    first = await told(supervisor, meeting_id)
    assert (first.standing, first.silent, first.sequence) == (True, False, 1)
    assert (first.committee, first.person, first.mail) == (
        "CLEE de la Lomagne",
        "Ghislaine Canarival",
        MAIL,
    )
    assert (first.on, first.starts_at, first.place) == (SOON, time(14), "Salle Ingres")
    assert first.stop_url
    assert "/comites/courriels/" in first.stop_url

    plan = MeetingPlan(SOON + timedelta(days=1), time(9))
    moved = await supervisor.do(
        move_meeting,
        meeting_id=meeting_id,
        version=2,
        plan=plan,
        agenda="Autre",
        now=supervisor.now,
    )
    assert moved
    assert len(await published(MeetingInviteAskedV1)) == 2
    unmoved = await supervisor.do(
        move_meeting, meeting_id=meeting_id, version=3, plan=plan, agenda="Tout", now=supervisor.now
    )
    assert not unmoved, "an agenda alone moves no appointment"
    again = await told(supervisor, meeting_id)
    assert (again.on, again.sequence, again.agenda) == (plan.on, 2, "Tout")

    assert seat.address
    await supervisor.do(stop_committee_mails, address_id=seat.address.id, now=supervisor.now)
    assert (await told(supervisor, meeting_id)).stopped


@pytest.mark.parametrize("use_case", [cancel_meeting, recall_meeting])
async def test_who_was_convened_is_told_that_it_is_off_and_that_it_is_on_again(
    supervisor: Somebody, published: Published, use_case: object
) -> None:
    committee_id = await a_committee(supervisor)
    await a_seat(supervisor, committee_id, mail=MAIL)
    meeting_id = await a_meeting(supervisor, committee_id, on=SOON)
    await convenes(supervisor, meeting_id)
    await supervisor.do(use_case, meeting_id=meeting_id, version=2, now=supervisor.later())  # type: ignore[arg-type]  # two alike

    off = await told(supervisor, meeting_id)
    assert (off.standing, off.takes_place, off.sequence) == (False, False, 2)
    if use_case is cancel_meeting:
        await supervisor.do(
            reopen_meeting, meeting_id=meeting_id, version=3, now=supervisor.later()
        )
    else:
        await convenes(supervisor, meeting_id)
    on = await told(supervisor, meeting_id)
    assert (on.standing, on.sequence) == (True, 3)
    asked = await published(MeetingInviteAskedV1)
    assert len(asked) == 3
    assert len({one.invite_id for one in asked}) == 1


async def test_a_bureau_is_expected_as_long_as_somebody_sits_there_for_its_lycee(
    supervisor: Somebody, published: Published
) -> None:
    committee_id = await a_committee(supervisor)
    first = await a_seat(supervisor, committee_id, lycee=HERE, mail=MAIL)
    second = await a_seat(supervisor, committee_id, lycee=HERE, person="Odon Perdigal")
    meeting_id = await a_meeting(supervisor, committee_id, on=SOON)
    await convenes(supervisor, meeting_id)
    assert (await told(supervisor, meeting_id, to_bureau=True)).left_out == (MAIL,)

    await supervisor.do(leave_committee, member_id=first.id, version=1, now=supervisor.later())
    person = await told(supervisor, meeting_id)
    assert (person.standing, person.takes_place, person.sequence) == (False, True, 3)
    assert (await told(supervisor, meeting_id, to_bureau=True)).standing
    await supervisor.do(leave_committee, member_id=second.id, version=1, now=supervisor.later())
    bureau = await told(supervisor, meeting_id, to_bureau=True)
    assert (bureau.standing, bureau.lycee, bureau.mail) == (False, HERE, None)
    await supervisor.do(return_member, member_id=first.id, version=2, now=supervisor.later())
    assert (await told(supervisor, meeting_id)).standing
    assert len(await published(MeetingInviteAskedV1)) == 2 + 2 + 2


async def becomes(supervisor: Somebody, seat: Member, *, lycee: Uai | None, mail: str) -> None:
    """A seat is corrected."""
    organisation = Organisation(lycee=lycee) if lycee else seat.organisation
    await supervisor.do(
        correct_member,
        member_id=seat.id,
        version=(await member_seen(supervisor, seat.id)).version,
        details=MemberDetails(organisation, seat.function, seat.person, mail),
        now=supervisor.later(),
    )


async def test_who_is_written_to_elsewhere_is_convened_there(
    supervisor: Somebody, published: Published
) -> None:
    committee_id = await a_committee(supervisor)
    seat = await a_seat(supervisor, committee_id, mail="ghislane@lomagne.example")
    meeting_id = await a_meeting(supervisor, committee_id, on=SOON)
    await convenes(supervisor, meeting_id)

    await becomes(supervisor, seat, lycee=None, mail=MAIL)
    assert len(await published(MeetingInviteAskedV1)) == 2
    assert (await told(supervisor, meeting_id)).mail == MAIL
    await becomes(supervisor, seat, lycee=None, mail=MAIL.upper())
    assert len(await published(MeetingInviteAskedV1)) == 2, "the same mailbox is told nothing"
    await supervisor.do(try_address_again, member_id=seat.id, now=supervisor.later())
    assert len(await published(MeetingInviteAskedV1)) == 3


async def test_a_bureau_is_expected_no_more_once_its_member_sits_for_another_lycee(
    supervisor: Somebody,
) -> None:
    committee_id = await a_committee(supervisor)
    seat = await a_seat(supervisor, committee_id, lycee=HERE, mail=MAIL)
    meeting_id = await a_meeting(supervisor, committee_id, on=SOON)
    await convenes(supervisor, meeting_id)

    await becomes(supervisor, seat, lycee=ELSEWHERE, mail=MAIL)
    before = await told(supervisor, meeting_id, to_bureau=True)
    assert (before.lycee, before.standing, before.organisation) == (HERE, False, NAMES[HERE])
    assert await convenes(supervisor, meeting_id) == 1
    bureaux = [one.lycee for one in await invites_of(supervisor, meeting_id) if one.to_bureau]
    assert sorted(map(str, bureaux)) == sorted([HERE, ELSEWHERE])


async def test_a_lycee_is_told_of_no_appointment(supervisor: Somebody, bureau: Somebody) -> None:
    committee_id = await a_committee(supervisor)
    await a_seat(supervisor, committee_id, lycee=HERE, mail=MAIL)
    meeting_id = await a_meeting(supervisor, committee_id, on=SOON)
    await convenes(supervisor, meeting_id)
    [invite, _] = await invites_of(supervisor, meeting_id)

    async def answer(uow: UnitOfWork) -> MeetingInvite:
        request = MeetingInviteRequest(meeting_invite_id=MeetingInviteId(invite.id))
        return await meeting_of_a_reader(request, uow)

    with pytest.raises(NotFound):
        await bureau.do(answer)


async def test_who_came_is_counted_and_told_as_a_number(
    supervisor: Somebody, published: Published, superuser: asyncpg.Connection
) -> None:
    committee_id = await a_committee(supervisor, kind=CommitteeKind.NETWORK)
    seats = [await a_seat(supervisor, committee_id, name=f"Organisation {n}") for n in range(3)]
    meeting_id = await a_meeting(supervisor, committee_id, on=NOW.date())
    await holds(supervisor, meeting_id, [seats[0].id, seats[2].id], others=5, decisions=2)

    [met] = await published(CommitteeMetV1)
    assert (met.kind, met.attended, met.decisions) == (CommitteeKind.NETWORK, 7, 2)
    assert (await meeting_seen(supervisor, meeting_id)).state is MeetingState.HELD

    async def came(uow: UnitOfWork) -> frozenset[UUID]:
        return await Meetings(uow).attended(meeting_id)

    assert await supervisor.do(came) == {seats[0].id, seats[2].id}
    await holds(supervisor, meeting_id, [seats[1].id])
    assert await supervisor.do(came) == {seats[1].id}
    assert (await published(CommitteeMetV1))[-1].attended == 1
    many = len(await published(CommitteeMetV1))
    await holds(supervisor, meeting_id, [seats[2].id])
    assert await supervisor.do(came) == {seats[2].id}
    assert len(await published(CommitteeMetV1)) == many
    payloads = await superuser.fetch("SELECT payload || headers::text FROM journal")
    assert all(str(seats[1].id) not in row[0] and "Lomagne" not in row[0] for row in payloads)


async def test_a_meeting_is_held_from_its_day_on_by_members_of_its_committee(
    supervisor: Somebody,
) -> None:
    committee_id = await a_committee(supervisor)
    other = await a_seat(supervisor, await a_committee(supervisor, "Autre"))
    meeting_id = await a_meeting(supervisor, committee_id, on=NOW.date() + timedelta(days=1))
    with pytest.raises(MeetingNotYet):
        await holds(supervisor, meeting_id)
    supervisor.now += timedelta(days=1)
    with pytest.raises(AttendeeUnknown):
        await holds(supervisor, meeting_id, [other.id])
    await holds(supervisor, meeting_id)
    await supervisor.do(reopen_meeting, meeting_id=meeting_id, version=2, now=supervisor.now)
    assert (await meeting_seen(supervisor, meeting_id)).state is MeetingState.PLANNED


async def test_minutes_are_not_written_over(supervisor: Somebody, bureau: Somebody) -> None:
    committee_id = await a_committee(supervisor)
    meeting_id = await a_meeting(supervisor, committee_id, on=SOON)
    await supervisor.do(write_minutes, meeting_id=meeting_id, version=1, minutes="Un.")
    with pytest.raises(StaleVersion) as stale:
        await supervisor.do(write_minutes, meeting_id=meeting_id, version=1, minutes="Deux.")
    assert stale.value.current["minutes"] == "Un."
    assert (await meeting_seen(bureau, meeting_id)).minutes == "Un."
    with pytest.raises(NotFound):
        await bureau.do(write_minutes, meeting_id=meeting_id, version=2, minutes="Trois.")


async def test_what_was_said_goes_after_five_years_and_how_many_came_stays(
    supervisor: Somebody, published: Published
) -> None:
    committee_id = await a_committee(supervisor)
    seat = await a_seat(supervisor, committee_id, mail=MAIL)
    meeting_id = await a_meeting(supervisor, committee_id, on=NOW.date())
    await convenes(supervisor, meeting_id)
    await holds(supervisor, meeting_id, [seat.id], others=2)
    await supervisor.do(write_minutes, meeting_id=meeting_id, version=3, minutes="Tout.")

    async def purged(uow: UnitOfWork) -> int:
        found = [one.id for one in await old_texts(uow, now=uow.now, limit=10)]
        return len(await erase_texts(uow, found, uow.now))

    assert await supervisor.do(purged) == 0
    supervisor.now += KEPT + timedelta(days=1)
    assert await supervisor.do(purged) == 1
    assert await supervisor.do(purged) == 0
    left = await meeting_seen(supervisor, meeting_id)
    assert (left.agenda, left.minutes, left.others, left.plan.on) == (None, None, 3, NOW.date())


async def test_nobody_is_convened_by_a_committee_that_is_archived(supervisor: Somebody) -> None:
    committee_id = await a_committee(supervisor)
    await a_seat(supervisor, committee_id, mail=MAIL)
    meeting_id = await a_meeting(supervisor, committee_id, on=SOON)
    await convenes(supervisor, meeting_id)
    assert await supervisor.do(
        cancel_meeting, meeting_id=meeting_id, version=2, now=supervisor.later()
    )
    await supervisor.do(
        archive_committee, committee_id=committee_id, version=1, now=supervisor.later()
    )
    with pytest.raises(CommitteeArchived):
        await supervisor.do(
            reopen_meeting, meeting_id=meeting_id, version=3, now=supervisor.later()
        )
