"""The audit says who did what, and nobody can make it say anything else."""

from uuid import UUID, uuid4

import asyncpg
import pytest
from sqlalchemy.exc import DBAPIError

from services.chassis.unit_of_work import audit_log, commands
from services.chassis.unit_of_work.audit_log import Entry, Filters
from services.chassis.unit_of_work.commands import Answer
from services.chassis.unit_of_work.unit_of_work import Actor, UnitsOfWork
from tests.chassis.facts import BOURDELLE, MAURY, scope_of

ACTOR = Actor(uuid4(), "rbde")
KEPT = r"append-only|permission denied"


async def note(units: UnitsOfWork, resource: UUID) -> None:
    async with units.begin(scope_of(BOURDELLE), actor=ACTOR) as uow:
        await audit_log.note_reading(uow, action="see", resource_id=resource, uai=BOURDELLE)


async def test_who_read_what_is_found_again_in_its_lycee_alone(units: UnitsOfWork) -> None:
    resource = uuid4()
    await note(units, resource)

    for lycee, lines in ((BOURDELLE, 1), (MAURY, 0)):
        async with units.begin(scope_of(lycee)) as uow:
            found = await audit_log.entries(uow, Filters(resource_id=resource), limit=10)
            assert len(found) == lines
            assert [line.account_id for line in found] == [ACTOR.account_id] * lines


async def test_a_command_given_up_leaves_no_line(units: UnitsOfWork) -> None:
    for given_up in (True, False):
        command_id = uuid4()
        async with units.begin(scope_of(BOURDELLE), actor=ACTOR) as uow:
            await commands.claim(uow, command_id, b"x")
            line = Entry(
                uow.new_id(),
                uow.now,
                ACTOR.account_id,
                "rbde",
                BOURDELLE,
                "do",
                None,
                audit_log.DONE,
            )
            commands.store(uow, command_id, Answer(303, (), b""), line)
            if given_up:
                uow.give_up()
        async with units.begin(scope_of(BOURDELLE)) as uow:
            found = await audit_log.entries(uow, Filters(action="do"), limit=10)
            assert len(found) == (0 if given_up else 1)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entries SET role = 'head'",
        "DELETE FROM audit_entries",
        "TRUNCATE audit_entries",
    ],
)
async def test_no_line_is_changed_or_removed_even_by_a_superuser_row_by_row(
    units: UnitsOfWork, superuser: asyncpg.Connection, statement: str
) -> None:
    await note(units, uuid4())

    if not statement.startswith("TRUNCATE"):  # which row security and triggers do not see
        with pytest.raises(asyncpg.PostgresError, match=KEPT):
            await superuser.execute(statement)
    with pytest.raises(DBAPIError, match=KEPT):
        async with units.begin(scope_of(BOURDELLE)) as uow:
            await uow.connection.exec_driver_sql(statement)


async def test_pages_follow_each_other_without_a_gap(units: UnitsOfWork) -> None:
    for _ in range(5):
        await note(units, uuid4())
    seen: list[UUID] = []
    async with units.begin(scope_of(BOURDELLE)) as uow:
        while page := await audit_log.entries(
            uow, Filters(action="see"), limit=2, before=seen[-1] if seen else None
        ):
            seen += [line.entry_id for line in page]

    assert len(set(seen)) == 5
