"""Decisions: each carried out by its own lycée, late ones told once, nothing told to who did it."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from itertools import product
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from contracts.coordination.committees import (
    DecisionFollowedV1,
    DecisionMovedV1,
    DecisionState,
    DecisionStep,
    DecisionTakenV1,
    DecisionWithdrawnV1,
)
from contracts.notices import AskedNotice, NoticeFacts, NoticeKind, NoticesRequest
from services.chassis.base.errors import Invalid, NotFound, StaleVersion
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.base.answers import notices_of_the_network
from services.coordination.decisions.commands import (
    LATE_JOB,
    correct_decision,
    finish_decision,
    give_up_decision,
    reopen_decision,
    take_decision,
    withdraw_decision,
)
from services.coordination.decisions.jobs import tell_that_it_is_late
from services.coordination.decisions.model import (
    MOVES,
    Decision,
    DecisionDetails,
    DecisionMove,
    DecisionMoved,
    MeetingCancelled,
    Owner,
)
from services.coordination.decisions.queries import (
    Followed,
    by_owner,
    read_at_home,
    read_of_committee,
    read_of_meeting,
    read_open,
    read_settled,
)
from services.coordination.decisions.store import Decisions
from services.coordination.meetings.commands import cancel_meeting
from services.coordination.meetings.store import Meetings
from tests.coordination.committees.world import (
    a_committee,
    a_meeting,
    decides,
    decision_seen,
)
from tests.coordination.world import NOW, Somebody
from tests.support.network import ELSEWHERE, HERE
from tests.support.services import Published

TODAY = NOW.date()
Act = Callable[..., Awaitable[object]]


async def a_held_meeting(supervisor: Somebody) -> UUID:
    return await a_meeting(supervisor, await a_committee(supervisor), on=TODAY)


def department(supervisor: Somebody) -> Any:
    return supervisor.units.department_uai


async def does(who: Somebody, act: Act, decision_id: UUID) -> None:
    version = (await decision_seen(who, decision_id)).version
    await who.do(act, decision_id=decision_id, version=version, now=who.later())


@pytest.mark.parametrize(("state", "move"), list(product(DecisionState, DecisionMove)))
def test_each_move_leads_where_the_table_says_or_nowhere(
    state: DecisionState, move: DecisionMove
) -> None:
    details = DecisionDetails("Préparer le forum", Owner(HERE), TODAY)
    one = Decision(uuid4(), uuid4(), uuid4(), details, TODAY, state=state)
    expected = MOVES[move].get(state)
    if expected is None:
        with pytest.raises(DecisionMoved):
            one.moved(move, now=NOW)
        return
    after = one.moved(move, now=NOW)
    assert (after.state, after.version) == (expected, 2)
    assert (after.settled_at is None) is (expected is DecisionState.OPEN)


@pytest.mark.parametrize(
    ("due_in", "state", "late"),
    [
        (-1, DecisionState.OPEN, True),
        (0, DecisionState.OPEN, False),
        (None, DecisionState.OPEN, False),
        (-1, DecisionState.DONE, False),
    ],
)
def test_a_decision_is_late_the_day_after_its_own(
    due_in: int | None, state: DecisionState, late: bool
) -> None:
    due = None if due_in is None else TODAY + timedelta(days=due_in)
    details = DecisionDetails("Préparer le forum", Owner(HERE), due)
    one = Decision(uuid4(), uuid4(), uuid4(), details, TODAY, state=state, settled_at=NOW)
    assert one.is_late(TODAY) is late


async def test_a_decision_is_told_to_the_lycee_that_carries_it_out_and_names_nothing(
    supervisor: Somebody, published: Published, superuser: asyncpg.Connection
) -> None:
    meeting_id = await a_held_meeting(supervisor)
    decision_id = await decides(supervisor, meeting_id, HERE)

    [followed] = await published(DecisionFollowedV1)
    assert (followed.decision_id, followed.step) == (decision_id, DecisionStep.ENTRUSTED)
    [taken] = await published(DecisionTakenV1)
    assert taken.due_on == TODAY + timedelta(days=10)
    subjects = await superuser.fetch("SELECT uai, audience FROM journal ORDER BY position")
    assert [(row["uai"] == HERE, row["audience"]) for row in subjects] == [
        (False, "department"),
        (True, "bureau"),
    ]
    payloads = await superuser.fetch("SELECT payload || headers::text FROM journal")
    assert all("forum" not in row[0] and "Lomagne" not in row[0] for row in payloads)


async def test_what_was_noted_by_mistake_is_in_no_list_and_may_come_back(
    supervisor: Somebody, published: Published
) -> None:
    meeting_id = await a_held_meeting(supervisor)
    decision_id = await decides(supervisor, meeting_id, HERE)
    await does(supervisor, withdraw_decision, decision_id)

    async def seen(uow: UnitOfWork) -> tuple[int, int, int]:
        listed = await read_of_meeting(uow, meeting_id)
        return len(listed), len(await read_settled(uow)), await Decisions(uow).count_of(meeting_id)

    assert await supervisor.do(seen) == (0, 0, 0)
    assert [one.step for one in await published(DecisionFollowedV1)][-1] is DecisionStep.CLOSED
    assert [one.decision_id for one in await published(DecisionWithdrawnV1)] == [decision_id]
    assert await published(DecisionMovedV1) == [], "nobody gave it up"
    await does(supervisor, reopen_decision, decision_id)
    assert await supervisor.do(seen) == (1, 0, 1)
    with pytest.raises(DecisionMoved):
        await does(supervisor, reopen_decision, decision_id)


async def test_nobody_is_told_of_what_the_dsden_carries_out(
    supervisor: Somebody, published: Published, superuser: asyncpg.Connection
) -> None:
    meeting_id = await a_held_meeting(supervisor)
    decision_id = await decides(supervisor, meeting_id, department(supervisor))
    await does(supervisor, finish_decision, decision_id)

    assert await published(DecisionFollowedV1) == []
    assert len(await published(DecisionMovedV1)) == 1
    assert await superuser.fetchval("SELECT count(*) FROM due_work WHERE job = $1", LATE_JOB) == 0


async def test_owners_are_known_and_meetings_take_place(supervisor: Somebody) -> None:
    meeting_id = await a_held_meeting(supervisor)
    for owner, refused in (
        (Owner(department(supervisor), uuid4()), NotFound),
        (Owner(type(HERE)("0310001H")), Invalid),
    ):
        with pytest.raises(refused):
            await supervisor.do(
                take_decision,
                meeting_id=meeting_id,
                details=DecisionDetails("Rien", owner),
                now=supervisor.now,
            )
    await supervisor.do(cancel_meeting, meeting_id=meeting_id, version=1, now=supervisor.now)
    with pytest.raises(MeetingCancelled):
        await decides(supervisor, meeting_id, HERE)


async def test_a_lycee_sees_and_closes_its_own_alone(
    supervisor: Somebody, bureau: Somebody, other_bureau: Somebody, published: Published
) -> None:
    meeting_id = await a_held_meeting(supervisor)
    own = await decides(supervisor, meeting_id, HERE)
    theirs = await decides(supervisor, meeting_id, ELSEWHERE, text="Recevoir le comité")

    assert [one.decision.id for one in await bureau.do(read_open)] == [own]
    assert {one.decision.id for one in await supervisor.do(read_open)} == {own, theirs}
    for act in (finish_decision, give_up_decision, reopen_decision):
        with pytest.raises(NotFound):
            await other_bureau.do(act, decision_id=own, version=1, now=other_bureau.now)
    await does(bureau, finish_decision, own)
    assert (await decision_seen(supervisor, own)).state is DecisionState.DONE
    assert [one.step for one in await published(DecisionFollowedV1)][
        -1
    ] is DecisionStep.REPORTED_DONE
    with pytest.raises(StaleVersion):
        await bureau.do(finish_decision, decision_id=own, version=1, now=bureau.now)


async def test_what_is_done_is_taken_back_and_what_the_supervisor_gave_up_is_hers(
    supervisor: Somebody, bureau: Somebody, published: Published
) -> None:
    meeting_id = await a_held_meeting(supervisor)
    decision_id = await decides(supervisor, meeting_id, HERE)
    await does(bureau, finish_decision, decision_id)
    await does(bureau, reopen_decision, decision_id)
    await does(supervisor, give_up_decision, decision_id)
    with pytest.raises(DecisionMoved):
        await does(bureau, reopen_decision, decision_id)
    await does(supervisor, reopen_decision, decision_id)

    assert (await decision_seen(bureau, decision_id)).state is DecisionState.OPEN
    assert [one.step for one in await published(DecisionFollowedV1)] == [
        DecisionStep.ENTRUSTED,
        DecisionStep.REPORTED_DONE,
        DecisionStep.REOPENED,
        DecisionStep.CLOSED,
        DecisionStep.REOPENED,
    ]
    assert [one.state for one in await published(DecisionMovedV1)] == [
        DecisionState.DONE,
        DecisionState.OPEN,
        DecisionState.GIVEN_UP,
        DecisionState.OPEN,
    ]


async def test_a_decision_given_to_another_lycee_is_told_to_both(
    supervisor: Somebody, bureau: Somebody, other_bureau: Somebody, superuser: asyncpg.Connection
) -> None:
    meeting_id = await a_held_meeting(supervisor)
    decision_id = await decides(supervisor, meeting_id, HERE)
    details = DecisionDetails("Préparer le forum", Owner(ELSEWHERE), TODAY)
    await supervisor.do(
        correct_decision, decision_id=decision_id, version=1, details=details, now=supervisor.now
    )

    with pytest.raises(NotFound):
        await decision_seen(bureau, decision_id)
    assert (await decision_seen(other_bureau, decision_id)).details == details
    rows = await superuser.fetch(
        "SELECT uai, payload::json ->> 'step' AS step FROM journal"
        " WHERE subject LIKE '%decision_followed%' ORDER BY position"
    )
    assert [(row["uai"], row["step"]) for row in rows][1:] == [
        (HERE, "closed"),
        (ELSEWHERE, "entrusted"),
    ]


async def the_morning(who: Somebody, superuser: asyncpg.Connection) -> None:
    """The jobs of decisions are done, in the scope of their lycées."""
    for row in await superuser.fetch(
        "SELECT key FROM due_work WHERE uai = $1 AND job = $2", HERE, LATE_JOB
    ):
        await who.do(tell_that_it_is_late, key=row["key"], now=who.now)


async def test_a_lycee_is_told_once_that_it_is_late_the_morning_after(
    supervisor: Somebody, bureau: Somebody, published: Published, superuser: asyncpg.Connection
) -> None:
    meeting_id = await a_held_meeting(supervisor)
    decision_id = await decides(supervisor, meeting_id, HERE)

    async def late() -> int:
        told = await published(DecisionFollowedV1)
        return sum(one.step is DecisionStep.LATE for one in told)

    [row] = await superuser.fetch("SELECT due_at, uai FROM due_work WHERE job = $1", LATE_JOB)
    assert (row["due_at"].date(), row["uai"]) == (TODAY + timedelta(days=11), HERE)
    await the_morning(bureau, superuser)
    assert await late() == 0, "its day has not come"
    bureau.now += timedelta(days=11)
    await the_morning(bureau, superuser)
    await the_morning(bureau, superuser)
    assert await late() == 1
    # Done, then taken back: the same day is not told of twice.
    await does(bureau, finish_decision, decision_id)
    await does(bureau, reopen_decision, decision_id)
    await the_morning(bureau, superuser)
    assert await late() == 1
    # Another day that passes is told of.
    before = await decision_seen(supervisor, decision_id)
    later = DecisionDetails("Préparer", Owner(HERE), TODAY + timedelta(days=20))
    await supervisor.do(
        correct_decision,
        decision_id=decision_id,
        version=before.version,
        details=later,
        now=supervisor.now,
    )
    bureau.now += timedelta(days=10)
    await the_morning(bureau, superuser)
    assert await late() == 2


@pytest.mark.parametrize("act", [finish_decision, give_up_decision])
async def test_what_is_closed_by_its_day_is_not_late(
    supervisor: Somebody,
    bureau: Somebody,
    published: Published,
    superuser: asyncpg.Connection,
    act: Act,
) -> None:
    decision_id = await decides(supervisor, await a_held_meeting(supervisor), HERE)
    await does(supervisor, act, decision_id)
    bureau.now += timedelta(days=11)
    await the_morning(bureau, superuser)
    assert {one.step for one in await published(DecisionFollowedV1)} == {
        DecisionStep.ENTRUSTED,
        DecisionStep.CLOSED,
    }


async def test_late_ones_come_first_for_the_supervisor_by_who_carries_them_out(
    supervisor: Somebody, bureau: Somebody
) -> None:
    meeting_id = await a_held_meeting(supervisor)
    soon = await decides(supervisor, meeting_id, ELSEWHERE, in_days=3)
    late = await decides(supervisor, meeting_id, HERE, in_days=-2)
    undated = await decides(supervisor, meeting_id, HERE, in_days=None)
    closed = await decides(supervisor, meeting_id, HERE)
    await does(bureau, finish_decision, closed)

    groups = by_owner(await supervisor.do(read_open))
    assert [(one.owner, one.late) for one in groups] == [
        ("Lycée Bourdelle", 1),
        ("Lycée des Peupliers", 0),
    ]
    assert [one.decision.id for one in groups[0].decisions] == [late, undated]
    assert [one.decision.id for one in groups[1].decisions] == [soon]
    of_one = await supervisor.do(read_open, lycee=ELSEWHERE)
    assert [one.decision.id for one in of_one] == [soon]
    assert not await supervisor.do(read_settled, lycee=ELSEWHERE)
    assert [one.decision.id for one in await bureau.do(read_settled)] == [closed]
    first, many = await bureau.do(read_at_home)
    assert ([one.decision.id for one in first], many) == ([late, undated], 2)


async def test_a_meeting_is_prepared_with_what_is_still_to_be_done(
    supervisor: Somebody, bureau: Somebody
) -> None:
    committee_id = await a_committee(supervisor)
    earlier = await a_meeting(supervisor, committee_id, on=TODAY - timedelta(days=60))
    next_one = await a_meeting(supervisor, committee_id, on=TODAY + timedelta(days=7))
    to_do = await decides(supervisor, earlier, HERE)
    done = await decides(supervisor, earlier, ELSEWHERE)
    await does(supervisor, finish_decision, done)
    await decides(supervisor, next_one, HERE)

    async def before(uow: UnitOfWork, meeting_id: UUID) -> list[Followed]:
        meeting = await Meetings(uow).get(meeting_id)
        return list(await read_of_committee(uow, committee_id, before=meeting))

    assert [one.decision.id for one in await supervisor.do(before, next_one)] == [to_do]
    assert await supervisor.do(before, earlier) == [], "what was decided since was not before"


async def told(asker: Somebody, kind: NoticeKind, about: UUID) -> NoticeFacts | None:
    request = NoticesRequest(asked=(AskedNotice(kind=kind, about=about),))

    async def answer(uow: UnitOfWork) -> NoticeFacts | None:
        return (await notices_of_the_network(request, uow)).facts[0]

    return await asker.do(answer)


async def test_a_notice_stands_while_what_it_says_is_so(
    supervisor: Somebody, bureau: Somebody, other_bureau: Somebody
) -> None:
    decision_id = await decides(supervisor, await a_held_meeting(supervisor), HERE)
    entrusted = await told(bureau, NoticeKind.DECISION_ENTRUSTED, decision_id)
    assert entrusted
    assert entrusted.standing
    assert [(one.label, one.text) for one in entrusted.lines] == [
        ("Décision", "Préparer le forum des métiers"),
        ("Comité", "CLEE de la Lomagne"),
        ("Réunion du", "24\u00a0novembre 2026"),
        ("Pour le", "4\u00a0décembre 2026"),
    ]
    late = await told(bureau, NoticeKind.DECISION_LATE, decision_id)
    assert late
    assert not late.standing, "its day has not come"
    bureau.now += timedelta(days=11)
    late = await told(bureau, NoticeKind.DECISION_LATE, decision_id)
    assert late
    assert late.standing
    assert await told(other_bureau, NoticeKind.DECISION_ENTRUSTED, decision_id) is None
    await does(bureau, finish_decision, decision_id)
    done = await told(supervisor, NoticeKind.DECISION_DONE, decision_id)
    assert done
    assert (done.standing, done.lines[-1].text) == (True, "Lycée Bourdelle")
    gone = await told(bureau, NoticeKind.DECISION_LATE, decision_id)
    assert gone
    assert not gone.standing
