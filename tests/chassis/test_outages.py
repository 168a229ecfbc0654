"""PostgreSQL goes away: nothing is half written, and nobody is told something untrue."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from uuid import UUID, uuid4

import asyncpg
import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import AsyncAdaptedQueuePool

from deploy.embedded.postgres import EmbeddedPostgres
from services.chassis.base.errors import OutcomeUnknown, Unavailable
from services.chassis.base.settings import Settings
from services.chassis.database.engine import Database
from services.chassis.database.migrations import run_migrations
from services.chassis.security.credentials import ServiceCredentials
from services.chassis.unit_of_work import commands
from services.chassis.unit_of_work.commands import Answer
from services.chassis.unit_of_work.unit_of_work import UnitOfWork, UnitsOfWork
from tests.chassis.cutting import Cutting
from tests.chassis.facts import BOURDELLE, MAURY, department_event, scope_of
from tests.chassis.ledger import Ledger, entries
from tests.support.servers import own_folder, running_postgres
from tests.support.waiting import eventually

ASKED = commands.fingerprint("/entrees", b"")
ANSWER = Answer(303, (), b"")


@pytest.fixture
def units(database: Database) -> UnitsOfWork:
    return UnitsOfWork(database, service=Ledger.name, department="82")


async def add_entry(units: UnitsOfWork, command_id: UUID | None = None) -> None:
    async with units.begin(scope_of(BOURDELLE)) as uow:
        if command_id is not None:
            assert await commands.claim(uow, command_id, ASKED) is None
        row = {"entry_id": uuid4(), "uai": str(BOURDELLE), "label": "x"}
        await uow.execute(insert(entries), row)
        uow.publish(department_event())
        if command_id is not None:
            commands.store(uow, command_id, ANSWER)


async def test_a_commit_whose_answer_was_lost_can_be_looked_up(
    migrated: Settings, credentials: ServiceCredentials, superuser: asyncpg.Connection
) -> None:
    async with Cutting(migrated.database_port) as cutting:
        database = Database.open(migrated.replaced(database_port=cutting.port), credentials)
        units = UnitsOfWork(database, service=Ledger.name, department="82")
        command_id = uuid4()
        await add_entry(units)
        cutting.cut_next_commit = True
        with pytest.raises(OutcomeUnknown):
            await add_entry(units, command_id)
        assert await commands.lookup(units, command_id, ASKED, actor=None) == ANSWER
        assert await superuser.fetchval("SELECT count(*) FROM journal") == 2
        await database.close()


async def test_a_commit_that_was_broken_off_can_be_looked_up(
    units: UnitsOfWork, superuser: asyncpg.Connection
) -> None:
    await superuser.execute(
        "CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql"
        " AS $$ BEGIN PERFORM pg_sleep(60); RETURN NULL; END $$;"
        "CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON entries DEFERRABLE INITIALLY DEFERRED"
        " FOR EACH ROW EXECUTE FUNCTION linger()"
    )
    command_id = uuid4()
    try:
        adding = asyncio.create_task(add_entry(units, command_id))
        await eventually(
            lambda: superuser.fetchval(
                "SELECT bool_or(pg_terminate_backend(pid)) FROM pg_stat_activity"
                " WHERE wait_event = 'PgSleep' AND datname = current_database()"
            )
        )
        with pytest.raises(OutcomeUnknown):
            await adding
    finally:
        await superuser.execute("DROP FUNCTION linger CASCADE")
    assert await commands.lookup(units, command_id, ASKED, actor=None) is None
    assert await superuser.fetchval("SELECT count(*) FROM entries") == 0


async def test_a_connection_lost_before_the_commit_is_unavailable(
    units: UnitsOfWork, superuser: asyncpg.Connection
) -> None:
    async def lose(uow: UnitOfWork) -> None:
        pid = (await uow.execute(text("SELECT pg_backend_pid()"))).scalar_one()
        await superuser.execute("SELECT pg_terminate_backend($1)", pid)
        await uow.execute(select(entries))

    with pytest.raises(Unavailable):
        await units.run(lose, scope_of(BOURDELLE))
    await add_entry(units)


async def states(superuser: asyncpg.Connection) -> set[str]:
    """What the connections of the service are doing; one that is just made does nothing yet."""
    rows = await superuser.fetch(
        "SELECT state FROM pg_stat_activity"
        " WHERE datname = current_database() AND usename = current_database() || '_app'"
        " AND state IS NOT NULL"
    )
    return {row["state"] for row in rows}


async def test_work_given_up_at_any_moment_leaves_no_transaction_open(
    units: UnitsOfWork, database: Database, superuser: asyncpg.Connection
) -> None:
    pool = database.engine.pool
    assert isinstance(pool, AsyncAdaptedQueuePool)
    await add_entry(units)
    for turns in [*range(30)] * 3:
        adding = asyncio.create_task(add_entry(units))
        for _ in range(turns):
            await asyncio.sleep(0)
        adding.cancel()
        await asyncio.wait([adding])
        await eventually(lambda: pool.checkedout() == 0)
        assert await states(superuser) <= {"idle"}, f"given up after {turns} turns"


async def test_a_glance_leaves_no_transaction_open(
    database: Database, superuser: asyncpg.Connection
) -> None:
    assert await database.glance(text("SELECT CAST(:x AS int)"), {"x": 7}) == 7
    assert await states(superuser) == {"idle"}
    # The same connection begins transactions again for whoever takes it next.
    async with database.engine.connect() as connection:
        await connection.execute(text("SELECT 1"))
        assert await states(superuser) == {"idle in transaction"}


async def test_a_glance_replaces_a_connection_that_died(
    database: Database, superuser: asyncpg.Connection
) -> None:
    pid = await database.glance(text("SELECT pg_backend_pid()"), {})
    await superuser.execute("SELECT pg_terminate_backend($1)", pid)
    assert await database.glance(text("SELECT pg_backend_pid()"), {}) != pid


async def test_a_deadlock_is_tried_again(units: UnitsOfWork, superuser: asyncpg.Connection) -> None:
    first, second = uuid4(), uuid4()
    async with units.begin(scope_of(BOURDELLE)) as uow:
        for entry_id in (first, second):
            row = {"entry_id": entry_id, "uai": str(BOURDELLE), "label": "0"}
            await uow.execute(insert(entries), row)
    meeting, over = asyncio.Barrier(2), asyncio.Event()
    attempts = 0

    def crosswise(*order: UUID) -> Callable[[UnitOfWork], Awaitable[None]]:
        met = False

        async def work(uow: UnitOfWork) -> None:
            nonlocal attempts, met
            attempts += 1
            if met:  # quicker than the one whose row it gave back, it would meet it again
                await over.wait()
            for place, entry_id in enumerate(order):
                await uow.execute(
                    text("UPDATE entries SET label = (label::int + 1)::text WHERE entry_id = :id"),
                    {"id": entry_id},
                )
                if place == 0 and not met:
                    met = True
                    await meeting.wait()

        return work

    async def changes(*order: UUID) -> None:
        await units.run(crosswise(*order), scope_of(BOURDELLE))
        over.set()

    await asyncio.gather(changes(first, second), changes(second, first))
    assert attempts == 3
    rows = await superuser.fetch("SELECT label FROM entries")
    assert [row["label"] for row in rows] == ["2", "2"]


async def test_trying_again_has_an_end(units: UnitsOfWork) -> None:
    attempts = 0

    async def always(uow: UnitOfWork) -> None:
        nonlocal attempts
        attempts += 1
        await uow.execute(text("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40001'; END $$"))

    with pytest.raises(DBAPIError):
        await units.run(always, scope_of(MAURY))
    assert attempts == 3


class TestOwnCluster:
    """With a PostgreSQL of the test's own, that may be killed."""

    @pytest.fixture
    async def own(self) -> AsyncIterator[EmbeddedPostgres]:
        with own_folder("chassis-pg") as folder:
            async with running_postgres(folder / "pg") as cluster:
                yield cluster

    async def test_a_server_that_is_down_is_unavailable_until_it_is_back(
        self, own: EmbeddedPostgres, migrated: Settings
    ) -> None:
        settings = migrated.replaced(database_url=own.url, database_port=own.port)
        await run_migrations(Ledger(), settings)
        credentials = ServiceCredentials.load(settings.credentials, Ledger.name)
        database = Database.open(settings, credentials)
        units = UnitsOfWork(database, service=Ledger.name, department="82")
        await add_entry(units)

        os.kill(own.pid, signal.SIGKILL)
        await own.stop()
        for _ in range(6):
            with pytest.raises(Unavailable):
                await add_entry(units)
        await own.start()
        await asyncio.gather(*(add_entry(units) for _ in range(6)))
        await database.close()

    async def test_a_restart_nobody_noticed_costs_no_request(
        self, own: EmbeddedPostgres, migrated: Settings
    ) -> None:
        settings = migrated.replaced(database_url=own.url, database_port=own.port)
        await run_migrations(Ledger(), settings)
        credentials = ServiceCredentials.load(settings.credentials, Ledger.name)
        database = Database.open(settings, credentials)
        units = UnitsOfWork(database, service=Ledger.name, department="82")
        await asyncio.gather(*(add_entry(units) for _ in range(8)))
        await own.stop()
        await own.start()
        await asyncio.gather(*(add_entry(units) for _ in range(8)))
        await database.close()
