"""Needs from hand to hand: who sees them, who moves them, and what is told of it."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from contracts.coordination.needs import NeedDismissal, NeedOutcome
from services.chassis.base.errors import NotFound, StaleVersion
from services.chassis.base.working_days import working_days_between
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.coordination.base.promises import (
    PromisedInThePast,
    PromisedTooFar,
    expect_promise,
    latest_promise,
)
from services.coordination.need_cards.commands.recall_need import recall_need
from services.coordination.need_cards.commands.reopen_need import reopen_need
from services.coordination.needs.commands.answer_need import answer_need
from services.coordination.needs.commands.close_need import close_need
from services.coordination.needs.commands.dismiss_need import dismiss_need
from services.coordination.needs.commands.release_need import release_need
from services.coordination.needs.commands.restore_need import restore_need
from services.coordination.needs.commands.take_need import take_need
from services.coordination.needs.commands.verify_need import verify_need
from services.coordination.needs.commands.withdraw_need import withdraw_need
from services.coordination.needs.model.assignment import AssignmentOver
from services.coordination.needs.model.states import NeedMoveRefused, NeedStatus
from tests.coordination.needs.world import (
    TUESDAY,
    assignments_of,
    company,
    need_of,
    passed_on,
    sent,
    told,
)
from tests.coordination.world import Somebody
from tests.support.network import ELSEWHERE, HERE

SOON = date(2026, 12, 4)


async def events(superuser: asyncpg.Connection) -> list[str]:
    rows = await superuser.fetch(
        "SELECT headers->>'ce-type' AS type FROM journal ORDER BY position"
    )
    return [row["type"].removeprefix("fr.passerelle.coordination.") for row in rows]


async def takes(bureau: Somebody, need_id: UUID, assignment_id: UUID) -> None:
    await bureau.do(
        take_need,
        need_id=need_id,
        assignment_id=assignment_id,
        promised_on=SOON,
        now=bureau.later(),
    )


async def answers(
    bureau: Somebody, need_id: UUID, assignment_id: UUID, outcome: NeedOutcome
) -> None:
    await bureau.do(
        answer_need,
        need_id=need_id,
        assignment_id=assignment_id,
        outcome=outcome,
        answer="Un élève de CAP commence en janvier.",
        now=bureau.later(),
    )


async def test_a_need_goes_from_the_form_to_its_answer(
    units: UnitsOfWork, supervisor: Somebody, bureau: Somebody, superuser: asyncpg.Connection
) -> None:
    need_id = await sent(company(units))
    need = await need_of(supervisor, need_id)
    assert (need.status, need.due_on) == (NeedStatus.RECEIVED, date(2026, 12, 1))

    await passed_on(supervisor, need_id, HERE)
    (mine,) = await assignments_of(bureau, need_id)
    await takes(bureau, need_id, mine.id)
    await answers(bureau, need_id, mine.id, NeedOutcome.HELPED)

    need = await need_of(bureau, need_id)
    assert (need.status, need.outcome) == (NeedStatus.ANSWERED, NeedOutcome.HELPED)
    assert await events(superuser) == [
        *("need_received.v1", "need_letter_asked.v1", "need_qualified.v1"),
        *("need_assigned.v1", "need_routed.v1", "need_taken.v1", "need_letter_asked.v1"),
        *("need_answered.v1", "need_letter_asked.v1"),
    ]


async def test_what_nobody_confirmed_is_told_to_nobody_until_it_is(
    units: UnitsOfWork, supervisor: Somebody, superuser: asyncpg.Connection
) -> None:
    need_id = await sent(company(units), verified=False)
    assert await events(superuser) == []

    await company(units).do(verify_need, need_id=need_id, now=TUESDAY)
    await company(units).do(verify_need, need_id=need_id, now=TUESDAY)

    assert (await need_of(supervisor, need_id)).status is NeedStatus.RECEIVED
    assert (await events(superuser)).count("need_received.v1") == 1


async def test_a_bureau_sees_what_it_was_given_and_who_else_has_it(
    units: UnitsOfWork, supervisor: Somebody, bureau: Somebody, other_bureau: Somebody
) -> None:
    need_id = await sent(company(units))
    with pytest.raises(NotFound):
        await need_of(bureau, need_id)

    await passed_on(supervisor, need_id, HERE, ELSEWHERE)
    seen = await assignments_of(bureau, need_id)
    assert {one.uai for one in seen} == {HERE, ELSEWHERE}

    other = next(one for one in seen if one.uai == ELSEWHERE)
    with pytest.raises(NotFound):
        await takes(bureau, need_id, other.id)
    need = await need_of(supervisor, need_id)
    await supervisor.do(
        recall_need,
        need_id=need_id,
        version=need.version,
        assignment_id=other.id,
        now=supervisor.later(),
    )
    with pytest.raises(NotFound):
        await need_of(other_bureau, need_id)
    assert (await need_of(bureau, need_id)).lycees == {HERE}


async def test_what_is_for_none_of_them_comes_back_to_be_passed_on(
    units: UnitsOfWork, supervisor: Somebody, bureau: Somebody, other_bureau: Somebody
) -> None:
    need_id = await sent(company(units))
    await passed_on(supervisor, need_id, HERE, ELSEWHERE)
    mine, theirs = sorted(await assignments_of(bureau, need_id), key=lambda one: one.uai != HERE)

    await answers(bureau, need_id, mine.id, NeedOutcome.NOT_FOR_US)
    assert (await need_of(supervisor, need_id)).status is NeedStatus.ROUTED
    await answers(other_bureau, need_id, theirs.id, NeedOutcome.NOT_FOR_US)

    need = await need_of(supervisor, need_id)
    assert (need.status, need.taken_at, need.outcome) == (NeedStatus.QUALIFIED, None, None)
    with pytest.raises(AssignmentOver):
        await answers(bureau, need_id, mine.id, NeedOutcome.HELPED)
    await passed_on(supervisor, need_id, HERE)
    anew = (await assignments_of(bureau, need_id))[-1]
    await answers(bureau, need_id, anew.id, NeedOutcome.NO_SOLUTION)
    need = await need_of(supervisor, need_id)
    assert (need.status, need.outcome) == (NeedStatus.ANSWERED, NeedOutcome.NO_SOLUTION)


async def test_a_need_answered_too_early_is_to_be_done_again_by_who_had_it(
    units: UnitsOfWork, supervisor: Somebody, bureau: Somebody
) -> None:
    need_id = await sent(company(units))
    await passed_on(supervisor, need_id, HERE)
    (mine,) = await assignments_of(bureau, need_id)
    await answers(bureau, need_id, mine.id, NeedOutcome.HELPED)

    need = await need_of(supervisor, need_id)
    await supervisor.do(reopen_need, need_id=need_id, version=need.version, now=supervisor.later())

    assert (await need_of(supervisor, need_id)).status is NeedStatus.TAKEN
    (again,) = await assignments_of(bureau, need_id)
    assert (again.outcome, again.answer) == (None, "Un élève de CAP commence en janvier.")
    await answers(bureau, need_id, mine.id, NeedOutcome.NO_SOLUTION)
    assert (await need_of(bureau, need_id)).outcome is NeedOutcome.NO_SOLUTION


async def test_a_taking_is_taken_back_and_a_promise_is_for_a_day_to_come(
    units: UnitsOfWork, supervisor: Somebody, bureau: Somebody
) -> None:
    need_id = await sent(company(units))
    await passed_on(supervisor, need_id, HERE)
    (mine,) = await assignments_of(bureau, need_id)
    with pytest.raises(PromisedInThePast):
        await bureau.do(
            take_need,
            need_id=need_id,
            assignment_id=mine.id,
            promised_on=bureau.now.date() - timedelta(days=1),
            now=bureau.now,
        )
    await takes(bureau, need_id, mine.id)

    await bureau.do(release_need, need_id=need_id, assignment_id=mine.id, now=bureau.later())

    need = await need_of(bureau, need_id)
    assert (need.status, need.taken_at) == (NeedStatus.ROUTED, None)


async def test_the_supervisor_closes_reopens_dismisses_and_brings_back(
    units: UnitsOfWork, supervisor: Somebody, bureau: Somebody
) -> None:
    need_id = await told(bureau)
    assert (await need_of(bureau, need_id)).uai == HERE
    await passed_on(supervisor, need_id, HERE)
    decided: list[tuple[Any, dict[str, Any], NeedStatus]] = [
        (close_need, {"outcome": NeedOutcome.HELPED, "answer": "Par la CMA."}, NeedStatus.CLOSED),
        (reopen_need, {}, NeedStatus.ROUTED),
        (dismiss_need, {"reason": NeedDismissal.DUPLICATE}, NeedStatus.DISMISSED),
        (restore_need, {}, NeedStatus.ROUTED),
    ]
    for command, more, status in decided:
        need = await need_of(supervisor, need_id)
        await supervisor.do(
            command, need_id=need_id, version=need.version, **more, now=supervisor.later()
        )
        assert (await need_of(supervisor, need_id)).status is status
    with pytest.raises(StaleVersion):
        await supervisor.do(
            dismiss_need,
            need_id=need_id,
            version=1,
            reason=NeedDismissal.SPAM,
            now=supervisor.now,
        )


async def test_a_company_that_needs_it_no_more_says_so_once(
    units: UnitsOfWork, supervisor: Somebody
) -> None:
    somebody = company(units)
    need_id = await sent(somebody)
    await somebody.do(withdraw_need, need_id=need_id, now=somebody.later())

    assert (await need_of(supervisor, need_id)).status is NeedStatus.CLOSED
    with pytest.raises(NeedMoveRefused):
        await somebody.do(withdraw_need, need_id=need_id, now=somebody.later())


async def test_an_unknown_need_is_absent(supervisor: Somebody) -> None:
    with pytest.raises(NotFound):
        await need_of(supervisor, uuid4())


def test_working_days_between_two_days() -> None:
    friday, monday, eleventh = date(2026, 11, 27), date(2026, 11, 30), date(2026, 11, 11)

    assert working_days_between(friday, friday) == 0
    assert working_days_between(friday, monday) == 1
    assert working_days_between(eleventh - timedelta(days=1), eleventh + timedelta(days=1)) == 1


def test_an_answer_is_promised_within_thirty_working_days_and_what_stands_stays() -> None:
    today = date(2026, 11, 24)
    latest = latest_promise(today)
    # Christmas and New Year are no working days.
    assert latest == date(2027, 1, 7)
    expect_promise(latest, None, today)
    expect_promise(date(2027, 6, 1), date(2027, 6, 1), today)
    for before in (None, date(2027, 6, 2)):
        with pytest.raises(PromisedTooFar):
            expect_promise(latest + timedelta(days=1), before, today)
