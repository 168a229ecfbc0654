"""What waits is told in the name of whose it is: whoever acts, once for each change, and as it stands by then."""

import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from contracts.coordination.needs import NeedOutcome
from contracts.coordination.support import SupportTopic
from services.chassis.unit_of_work.scheduled_jobs import run_due_work
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.coordination.decisions.commands import correct_decision, finish_decision
from services.coordination.decisions.model import DecisionDetails, Owner
from services.coordination.need_cards.commands.reopen_need import reopen_need
from services.coordination.need_delays.commands import escalate_needs
from services.coordination.needs.commands.answer_need import answer_need
from services.coordination.needs.commands.take_need import take_need
from services.coordination.network_dues.commands import plan_first_statements
from services.coordination.service import SERVICE
from services.coordination.subscribers import timed
from services.coordination.support_requests.commands import (
    answer_support,
    ask_support,
    promise_support,
    withdraw_support,
)
from tests.coordination.committees.world import a_committee, a_meeting, decides
from tests.coordination.needs.world import assignments_of, need_of, passed_on, sent
from tests.coordination.offer_files.world import know_the_network
from tests.coordination.world import NOW, Somebody
from tests.support.network import ELSEWHERE, HERE
from tests.support.services import ServiceDatabases

Told = Callable[[], Awaitable[list[dict[str, Any]]]]
STATED = (
    "SELECT uai, payload FROM journal WHERE payload::json->>'due_id' IS NOT NULL ORDER BY position"
)


@pytest.fixture
def told(
    units: UnitsOfWork, service_databases: ServiceDatabases, superuser: asyncpg.Connection
) -> Told:
    """What was told of what waits since the last time it was asked, once the jobs are done."""
    seen = 0

    async def read() -> list[dict[str, Any]]:
        nonlocal seen
        dsn = service_databases.kept(SERVICE.name).relay_dsn
        while await run_due_work(timed, units, dsn, NOW + timedelta(hours=1)):
            pass
        rows = await superuser.fetch(STATED)
        new, seen = rows[seen:], len(rows)
        return [{"uai": row["uai"], **json.loads(row["payload"])} for row in new]

    return read


def at(rows: list[dict[str, Any]], uai: str) -> dict[str, Any]:
    """What was said last in the name of a lycée."""
    return [row for row in rows if row["uai"] == uai][-1]


async def test_a_need_is_told_as_a_whole_and_at_each_bureau_that_has_it(
    supervisor: Somebody, bureau: Somebody, told: Told
) -> None:
    await know_the_network(supervisor)
    dsden = supervisor.units.department_uai
    need_id = await sent(supervisor)
    [whole] = await told()
    assert (whole["uai"], whole["standing"], whole["escalated"]) == (dsden, "waiting", False)

    await passed_on(supervisor, need_id, HERE, ELSEWHERE)
    rows = await told()
    assert {(row["uai"], row["standing"]) for row in rows} >= {
        (HERE, "waiting"),
        (ELSEWHERE, "waiting"),
    }

    own = next(one for one in await assignments_of(supervisor, need_id) if one.uai == HERE)
    promised = NOW.date() + timedelta(days=3)
    asked: dict[str, Any] = {"need_id": need_id, "assignment_id": own.id}
    await bureau.do(take_need, **asked, promised_on=promised, now=NOW)
    rows = await told()
    assert (at(rows, HERE)["standing"], at(rows, HERE)["due_on"]) == ("promised", str(promised))
    assert at(rows, HERE)["working_days"] == at(rows, dsden)["working_days"] == 0
    # What another bureau took in charge waits nowhere, though nobody of this one did anything.
    assert at(rows, ELSEWHERE)["standing"] == "over"

    await bureau.do(answer_need, **asked, outcome=NeedOutcome.HELPED, now=NOW)
    rows = await told()
    assert [(at(rows, uai)["standing"], at(rows, uai)["outcome"]) for uai in (HERE, dsden)] == [
        ("done", "helped"),
        ("done", "helped"),
    ]


async def test_what_nobody_took_in_time_is_told_where_it_waited(
    supervisor: Somebody, told: Told
) -> None:
    await know_the_network(supervisor)
    need_id = await sent(supervisor)
    await passed_on(supervisor, need_id, HERE)
    await told()
    await supervisor.do(escalate_needs, now=NOW + timedelta(days=14))
    rows = await told()
    assert at(rows, HERE)["escalated"]
    assert at(rows, supervisor.units.department_uai)["escalated"]


async def test_what_is_reopened_and_promised_for_no_day_is_due_when_its_company_is_to_know(
    supervisor: Somebody, bureau: Somebody, told: Told
) -> None:
    await know_the_network(supervisor)
    need_id = await sent(supervisor)
    await passed_on(supervisor, need_id, HERE)
    own = next(one for one in await assignments_of(supervisor, need_id) if one.uai == HERE)
    asked: dict[str, Any] = {"need_id": need_id, "assignment_id": own.id}
    promised = NOW.date() + timedelta(days=3)
    await bureau.do(take_need, **asked, promised_on=promised, now=NOW)
    await bureau.do(answer_need, **asked, outcome=NeedOutcome.HELPED, now=NOW)
    version = (await need_of(supervisor, need_id)).version
    await supervisor.do(reopen_need, need_id=need_id, version=version, now=NOW)
    last = at(await told(), HERE)
    due_on = (await need_of(supervisor, need_id)).due_on
    assert (last["standing"], last["due_on"]) == ("promised", str(due_on))


async def test_a_request_is_told_in_the_name_of_its_bureau_whoever_moved_it(
    supervisor: Somebody, bureau: Somebody, told: Told
) -> None:
    async def asks() -> UUID:
        return await bureau.do(ask_support, topic=SupportTopic.RULES, text="Qui ?", now=NOW)

    one = await asks()
    await supervisor.do(promise_support, support_id=one, version=1, promised_on=NOW.date(), now=NOW)
    [*_, promised] = await told()
    assert (promised["uai"], promised["standing"]) == (HERE, "promised")
    later = NOW + timedelta(days=2)
    await supervisor.do(answer_support, support_id=one, version=2, text="La direction.", now=later)
    [answered] = await told()
    assert (answered["standing"], answered["working_days"]) == ("done", 2)
    assert "La direction" not in str(answered)
    other = await asks()
    await bureau.do(withdraw_support, support_id=other, version=1, now=NOW)
    [*_, withdrawn] = await told()
    assert (withdrawn["due_id"], withdrawn["standing"]) == (str(other), "over")


async def test_a_decision_that_is_given_to_another_lycee_waits_there_alone(
    supervisor: Somebody, bureau: Somebody, told: Told
) -> None:
    await know_the_network(supervisor)
    meeting_id = await a_meeting(supervisor, await a_committee(supervisor), on=NOW.date())
    decision_id = await decides(supervisor, meeting_id, HERE)
    [taken] = await told()
    assert (taken["uai"], taken["standing"]) == (HERE, "waiting")
    given = DecisionDetails("Préparer", Owner(ELSEWHERE))
    await supervisor.do(
        correct_decision, decision_id=decision_id, version=1, details=given, now=NOW
    )
    rows = await told()
    assert {(row["uai"], row["standing"]) for row in rows} == {
        (HERE, "over"),
        (ELSEWHERE, "waiting"),
    }
    await supervisor.do(finish_decision, decision_id=decision_id, version=2, now=NOW)
    [done] = await told()
    assert (done["uai"], done["standing"]) == (ELSEWHERE, "done")


async def test_what_stood_before_is_told_once_in_the_life_of_an_installation(
    supervisor: Somebody, bureau: Somebody, told: Told, superuser: asyncpg.Connection
) -> None:
    await bureau.do(ask_support, topic=SupportTopic.RULES, text="Qui ?", now=NOW)
    # As before the upgrade: nothing was planned.
    await superuser.execute("DELETE FROM due_work")
    assert await told() == []
    await supervisor.do(plan_first_statements, now=NOW)
    assert [row["uai"] for row in await told()] == [HERE]
    await supervisor.do(plan_first_statements, now=NOW)
    assert await told() == []
