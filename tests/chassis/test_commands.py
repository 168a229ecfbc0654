"""A command is done once, however often it is sent."""

import asyncio
from uuid import UUID, uuid4

import asyncpg
import pytest
from sqlalchemy import insert

from services.chassis.unit_of_work import commands
from services.chassis.unit_of_work.commands import Answer, CommandReused
from services.chassis.unit_of_work.unit_of_work import Actor, UnitsOfWork
from tests.chassis.facts import BOURDELLE, MAURY, department_event, scope_of
from tests.chassis.ledger import entries

ASKED = commands.fingerprint("/entrees", b"label=x")
ACTOR = Actor(uuid4(), "rbde")


def answer_of(entry_id: UUID) -> Answer:
    return Answer(303, (("location", f"/entrees/{entry_id}"), ("set-cookie", "a=é")), b"\x00vu")


async def add_entry(
    units: UnitsOfWork, command_id: UUID, *, asked: bytes = ASKED, actor: Actor = ACTOR
) -> Answer:
    """As the route class does."""
    async with units.begin(scope_of(BOURDELLE), actor=actor) as uow:
        first = await commands.claim(uow, command_id, asked)
        if first is not None:
            return first
        entry_id = uow.new_id()
        await uow.execute(
            insert(entries), {"entry_id": entry_id, "uai": str(BOURDELLE), "label": "x"}
        )
        uow.publish(department_event())
        answer = answer_of(entry_id)
        commands.store(uow, command_id, answer)
        return answer


async def test_twenty_clicks_make_one_entry_and_get_one_answer(
    units: UnitsOfWork, superuser: asyncpg.Connection
) -> None:
    command_id = uuid4()
    answers = await asyncio.gather(*(add_entry(units, command_id) for _ in range(20)))
    assert len(set(answers)) == 1
    assert await superuser.fetchval("SELECT count(*) FROM entries") == 1
    assert await superuser.fetchval("SELECT count(*) FROM journal") == 1


async def test_a_command_that_failed_may_be_sent_again(units: UnitsOfWork) -> None:
    command_id = uuid4()
    async with units.begin(scope_of(BOURDELLE), actor=ACTOR) as uow:
        assert await commands.claim(uow, command_id, ASKED) is None
        uow.give_up()
    assert (await add_entry(units, command_id)).status == 303


async def test_the_same_id_with_another_content_is_refused(units: UnitsOfWork) -> None:
    command_id = uuid4()
    await add_entry(units, command_id)
    for other in (b"label=y", b""):
        with pytest.raises(CommandReused):
            await add_entry(units, command_id, asked=commands.fingerprint("/entrees", other))
    with pytest.raises(CommandReused):
        await add_entry(units, command_id, asked=commands.fingerprint("/autres", b"label=x"))


async def test_an_answer_is_for_the_account_that_asked(units: UnitsOfWork) -> None:
    command_id = uuid4()
    await add_entry(units, command_id)
    with pytest.raises(CommandReused):
        await add_entry(units, command_id, actor=Actor(uuid4(), "rbde"))


async def test_looking_up_tells_whether_the_commit_took_place(units: UnitsOfWork) -> None:
    done, not_done = uuid4(), uuid4()
    answer = await add_entry(units, done)
    assert await commands.lookup(units, done, ASKED, actor=ACTOR) == answer
    assert await commands.lookup(units, not_done, ASKED, actor=ACTOR) is None
    # Looking up took nothing: the command may still be done.
    assert (await add_entry(units, not_done)).status == 303


async def test_looking_up_waits_for_a_commit_under_way(units: UnitsOfWork) -> None:
    command_id = uuid4()
    async with units.begin(scope_of(MAURY), actor=ACTOR) as uow:
        await commands.claim(uow, command_id, ASKED)
        looking = asyncio.create_task(commands.lookup(units, command_id, ASKED, actor=ACTOR))
        commands.store(uow, command_id, answer_of(command_id))
    assert await looking == answer_of(command_id)
