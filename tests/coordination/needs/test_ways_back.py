"""Each step has a way back, and what was written is overwritten by nobody."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import asyncpg
import pytest
import pytest_asyncio

from contracts.coordination.needs import NeedDismissal, NeedKind, NeedOutcome
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.coordination.answers import answers
from services.coordination.need_cards.commands.recall_need import recall_need
from services.coordination.need_cards.commands.reopen_need import reopen_need
from services.coordination.need_cards.commands.return_need import return_need
from services.coordination.needs.commands.answer_need import answer_need
from services.coordination.needs.commands.close_need import close_need
from services.coordination.needs.commands.dismiss_need import dismiss_need
from services.coordination.needs.commands.qualify_need import qualify_need
from services.coordination.needs.commands.restore_need import restore_need
from services.coordination.needs.commands.route_need import route_need
from services.coordination.needs.commands.take_need import take_need
from services.coordination.needs.commands.withdraw_need import withdraw_need
from services.coordination.needs.model.assignment import (
    ActorUnreachable,
    AssignmentOver,
    AssignmentStatus,
    NobodyNew,
)
from services.coordination.needs.model.need import NeedErased
from services.coordination.needs.model.states import NeedMoveRefused, NeedStatus
from services.coordination.needs.store.erasure import erase_needs
from tests.coordination.needs.world import (
    DETAILS,
    assignments_of,
    company,
    need_of,
    passed_on,
    sent,
)
from tests.coordination.world import Somebody
from tests.support.network import HERE

SOON = date(2026, 12, 4)


async def decides(who: Somebody, command: object, need_id: UUID, **more: object) -> None:
    version = (await need_of(who, need_id)).version
    await who.do(command, need_id=need_id, version=version, now=who.later(), **more)  # type: ignore[arg-type]  # a command of needs


@pytest_asyncio.fixture
async def passed(units: UnitsOfWork, supervisor: Somebody) -> UUID:
    need_id = await sent(company(units))
    await passed_on(supervisor, need_id, HERE)
    return need_id


async def test_what_the_company_wrote_stays_as_it_was_sent(
    supervisor: Somebody, passed: UUID
) -> None:
    other = replace(DETAILS, text="Autre chose.", company="Autre nom", kind=NeedKind.JOB)
    await decides(supervisor, qualify_need, passed, details=other)

    details = (await need_of(supervisor, passed)).details
    assert details
    assert (details.text, details.company) == (DETAILS.text, DETAILS.company)
    assert details.kind is NeedKind.JOB


async def test_what_was_taken_back_comes_back_as_it_was_and_once(
    supervisor: Somebody, bureau: Somebody, passed: UUID, superuser: asyncpg.Connection
) -> None:
    (mine,) = await assignments_of(bureau, passed)
    await bureau.do(
        take_need,
        need_id=passed,
        assignment_id=mine.id,
        promised_on=SOON,
        now=bureau.later(),
    )
    await decides(supervisor, recall_need, passed, assignment_id=mine.id)
    need = await need_of(supervisor, passed)
    assert (need.status, need.taken_at, need.lycees) == (NeedStatus.QUALIFIED, None, frozenset())

    await decides(supervisor, return_need, passed, assignment_id=mine.id)

    need = await need_of(supervisor, passed)
    (back,) = await assignments_of(supervisor, passed)
    assert (back.id, back.status, back.promised_on) == (mine.id, AssignmentStatus.TAKEN, SOON)
    assert (need.status, need.taken_at) == (NeedStatus.TAKEN, back.taken_at)
    with pytest.raises(AssignmentOver):
        await decides(supervisor, return_need, passed, assignment_id=mine.id)
    told = await superuser.fetch("SELECT subject FROM journal WHERE subject LIKE '%need_assigned%'")
    assert len(told) == 2


async def test_what_was_passed_on_anew_meanwhile_does_not_come_back_twice(
    supervisor: Somebody, passed: UUID
) -> None:
    (mine,) = await assignments_of(supervisor, passed)
    await decides(supervisor, recall_need, passed, assignment_id=mine.id)
    await decides(supervisor, route_need, passed, bureaux=[HERE])

    with pytest.raises(AssignmentOver):
        await decides(supervisor, return_need, passed, assignment_id=mine.id)


async def test_what_is_answered_is_taken_back_from_nobody(
    supervisor: Somebody, bureau: Somebody, passed: UUID
) -> None:
    (mine,) = await assignments_of(bureau, passed)
    await passed_on_to_an_actor(supervisor, passed)
    await bureau.do(
        answer_need,
        need_id=passed,
        assignment_id=mine.id,
        outcome=NeedOutcome.NO_SOLUTION,
        answer="Rien.",
        now=bureau.later(),
    )
    with pytest.raises(AssignmentOver):
        await decides(supervisor, recall_need, passed, assignment_id=mine.id)


async def passed_on_to_an_actor(supervisor: Somebody, need_id: UUID) -> None:
    actor_id = await supervisor.adds("Chambre", mail="accueil@chambre.example")
    await decides(supervisor, route_need, need_id, actor_id=actor_id)


async def test_a_need_is_passed_on_to_somebody_new_who_can_be_reached(
    supervisor: Somebody, passed: UUID
) -> None:
    with pytest.raises(NobodyNew):
        await decides(supervisor, route_need, passed, bureaux=[HERE])
    mute = await supervisor.adds("Greta")
    with pytest.raises(ActorUnreachable):
        await decides(supervisor, route_need, passed, actor_id=mute)
    assert (await need_of(supervisor, passed)).lycees == {HERE}


async def test_what_was_set_apart_unverified_waits_unverified_again(
    units: UnitsOfWork, supervisor: Somebody, superuser: asyncpg.Connection
) -> None:
    need_id = await sent(company(units), verified=False)
    await decides(supervisor, dismiss_need, need_id, reason=NeedDismissal.SPAM)
    await decides(supervisor, restore_need, need_id)

    assert (await need_of(supervisor, need_id)).status is NeedStatus.UNVERIFIED
    assert await superuser.fetchval("SELECT count(*) FROM need_letters") == 0


async def test_what_is_closed_without_an_answer_of_a_bureau_is_reopened_and_not_restored(
    supervisor: Somebody, passed: UUID
) -> None:
    await decides(supervisor, close_need, passed, outcome=NeedOutcome.HELPED, answer="Par la CMA.")
    with pytest.raises(NeedMoveRefused):
        await decides(supervisor, restore_need, passed)
    await decides(supervisor, reopen_need, passed)
    need = await need_of(supervisor, passed)
    assert (need.status, need.taken_at) == (NeedStatus.ROUTED, None)


async def test_what_is_erased_is_reopened_by_nobody(
    units: UnitsOfWork, supervisor: Somebody
) -> None:
    need_id = await sent(company(units))
    await company(units).do(withdraw_need, need_id=need_id, now=supervisor.now)
    later = datetime(2028, 1, 3, 9, tzinfo=UTC)
    async with units.begin(supervisor.scope, now=later) as uow:
        await erase_needs(uow, [need_id], later)

    need = await need_of(supervisor, need_id)
    assert (need.details, need.requester) == (None, None)
    with pytest.raises(NeedErased):
        await decides(supervisor, reopen_need, need_id)


def test_what_a_notice_says_is_answered_for_the_whole_department() -> None:
    """A need that a bureau noted is late for the DSDEN: it is asked in the name of the DSDEN."""
    assert [
        one.department_wide for one in answers.declared() if one.question.name == "notice_facts"
    ] == [True]


async def test_what_is_taken_back_where_another_found_nothing_waits_for_the_supervisor(
    supervisor: Somebody, bureau: Somebody, passed: UUID
) -> None:
    (mine,) = await assignments_of(bureau, passed)
    await passed_on_to_an_actor(supervisor, passed)
    await bureau.do(
        answer_need,
        need_id=passed,
        assignment_id=mine.id,
        outcome=NeedOutcome.NO_SOLUTION,
        answer="Rien.",
        now=bureau.later(),
    )
    (actor,) = [one for one in await assignments_of(supervisor, passed) if one.actor_id]

    await decides(supervisor, recall_need, passed, assignment_id=actor.id)
    need = await need_of(supervisor, passed)
    assert (need.status, need.outcome) == (NeedStatus.QUALIFIED, None)

    await decides(supervisor, dismiss_need, passed, reason=NeedDismissal.DUPLICATE)
    await decides(supervisor, restore_need, passed)
    assert (await need_of(supervisor, passed)).status is NeedStatus.QUALIFIED

    await decides(supervisor, return_need, passed, assignment_id=actor.id)
    assert (await need_of(supervisor, passed)).status is NeedStatus.ROUTED


async def test_what_was_qualified_before_it_was_set_apart_still_is(
    units: UnitsOfWork, supervisor: Somebody
) -> None:
    need_id = await sent(company(units))
    await decides(supervisor, qualify_need, need_id, details=DETAILS)
    await decides(supervisor, dismiss_need, need_id, reason=NeedDismissal.SPAM)
    await decides(supervisor, restore_need, need_id)

    assert (await need_of(supervisor, need_id)).status is NeedStatus.QUALIFIED


async def test_an_actor_is_written_when_it_has_nothing_more_to_do_and_when_it_has_again(
    units: UnitsOfWork, supervisor: Somebody, superuser: asyncpg.Connection
) -> None:
    async def written() -> list[str]:
        """What it was told since it was entrusted with it."""
        rows = await superuser.fetch(
            "SELECT kind FROM need_letters WHERE assignment_id = $1 AND kind <> 'answered'"
            " ORDER BY asked_at",
            actor.id,
        )
        return [row["kind"] for row in rows][1:]

    need_id = await sent(company(units))
    actor_id = await supervisor.adds("Chambre", mail="accueil@chambre.example")
    await passed_on(supervisor, need_id, actor_id=actor_id)
    (actor,) = await assignments_of(supervisor, need_id)
    await decides(supervisor, dismiss_need, need_id, reason=NeedDismissal.DUPLICATE)
    assert await written() == ["recalled"]
    await decides(supervisor, restore_need, need_id)
    told = ["recalled", "entrusted"]
    assert await written() == told

    await decides(supervisor, close_need, need_id, outcome=NeedOutcome.HELPED, answer="Par nous.")
    told.append("settled")
    assert await written() == told
    await decides(supervisor, reopen_need, need_id)
    told.append("reopened")
    assert await written() == told

    await company(units).do(
        answer_need,
        need_id=need_id,
        assignment_id=actor.id,
        outcome=NeedOutcome.HELPED,
        answer="Venez.",
        now=supervisor.later(),
    )
    await decides(supervisor, close_need, need_id)
    assert await written() == told
    await decides(supervisor, reopen_need, need_id)
    told.append("reopened")
    assert await written() == told
    now = supervisor.later()
    await replace(company(units), now=now).do(withdraw_need, need_id=need_id, now=now)
    assert await written() == [*told, "settled"]


async def test_what_is_reopened_has_its_days_anew_and_its_company_is_told_once(
    units: UnitsOfWork, supervisor: Somebody, bureau: Somebody, superuser: asyncpg.Connection
) -> None:
    need_id = await sent(company(units))
    await passed_on(supervisor, need_id, HERE)
    (mine,) = await assignments_of(bureau, need_id)
    await bureau.do(
        take_need, need_id=need_id, assignment_id=mine.id, promised_on=SOON, now=bureau.later()
    )
    due = (await need_of(supervisor, need_id)).due_on
    await company(units).do(withdraw_need, need_id=need_id, now=bureau.later())
    supervisor.now = datetime(2026, 12, 14, 9, 0, tzinfo=UTC)
    await decides(supervisor, reopen_need, need_id)

    need = await need_of(supervisor, need_id)
    (back,) = await assignments_of(supervisor, need_id)
    # The day that was promised is past: it is promised anew, within five working days.
    assert (back.status, back.promised_on) == (AssignmentStatus.TAKEN, None)
    assert (due, need.due_on) == (date(2026, 12, 1), date(2026, 12, 21))
    kinds = [row["kind"] for row in await superuser.fetch("SELECT kind FROM need_letters")]
    assert kinds.count("again") == 1


async def test_what_was_set_apart_by_mistake_has_five_new_days_and_no_letter(
    supervisor: Somebody, passed: UUID, superuser: asyncpg.Connection
) -> None:
    await decides(supervisor, dismiss_need, passed, reason=NeedDismissal.SPAM)
    supervisor.now = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
    await decides(supervisor, restore_need, passed)
    assert (await need_of(supervisor, passed)).due_on == date(2026, 12, 7)
    kinds = [row["kind"] for row in await superuser.fetch("SELECT kind FROM need_letters")]
    assert "again" not in kinds


async def test_what_comes_back_the_day_it_was_set_apart_is_due_when_its_company_was_told(
    units: UnitsOfWork, supervisor: Somebody
) -> None:
    need_id = await sent(company(units))
    due = (await need_of(supervisor, need_id)).due_on
    supervisor.now = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
    await decides(supervisor, dismiss_need, need_id, reason=NeedDismissal.SPAM)
    await decides(supervisor, restore_need, need_id)
    assert (await need_of(supervisor, need_id)).due_on == due == date(2026, 12, 1)
