"""Databases are made by any administrator that may, and made again without harm."""

import asyncio
import json
import pickle
import sys
from contextlib import AsyncExitStack

import asyncpg
import pytest

from deploy.embedded.postgres import EmbeddedPostgres
from services.chassis.base.settings import Settings
from services.chassis.database.engine import POOL_OVERFLOW, POOL_SIZE, Database
from services.chassis.database.migrations import run_migrations
from services.chassis.database.provisioning import RoleTooPowerful
from services.chassis.database.tables import CHASSIS
from services.chassis.security.credentials import ServiceCredentials, create_missing
from tests.chassis.ledger import METADATA, Ledger

AGAIN = """
import asyncio, pickle, sys
from services.chassis.database.migrations import run_migrations
from tests.chassis.ledger import Ledger
asyncio.run(run_migrations(Ledger(), pickle.load(sys.stdin.buffer)))
print(*(name for name in sys.modules if name == "alembic"))
"""


@pytest.fixture
async def administrator(cluster: EmbeddedPostgres) -> str:
    """Address of a role that may create databases and roles, and nothing more."""
    connection = await asyncpg.connect(cluster.url)
    await connection.execute("DROP ROLE IF EXISTS administrator")
    await connection.execute(
        "CREATE ROLE administrator LOGIN NOSUPERUSER CREATEDB CREATEROLE PASSWORD 'modest'"
    )
    await connection.close()
    return f"postgresql://administrator:modest@127.0.0.1:{cluster.port}/postgres"


async def test_a_modest_administrator_is_enough_and_may_repeat(
    administrator: str, migrated: Settings, worker: str
) -> None:
    settings = migrated.replaced(database_url=administrator, database_prefix=f"m_{worker}_")
    await run_migrations(Ledger(), settings)
    await run_migrations(Ledger(), settings)
    database = Database.open(settings, ServiceCredentials.load(settings.credentials, Ledger.name))
    async with database.engine.connect() as connection:
        assert (await connection.exec_driver_sql("SELECT count(*) FROM journal")).scalar_one() == 0
    await database.close()


async def test_a_database_that_is_up_to_date_is_left_without_loading_alembic(
    migrated: Settings,
) -> None:
    """Each start looks at each database: most find nothing to do."""
    done = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", AGAIN),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    told, _ = await done.communicate(pickle.dumps(migrated))

    assert done.returncode == 0
    assert told.decode().split() == []


async def test_a_password_that_changed_is_set_again(
    migrated: Settings, worker: str, worker_folder: object, tmp_path_factory: pytest.TempPathFactory
) -> None:
    settings = migrated.replaced(
        credentials=tmp_path_factory.mktemp("credentials"), database_prefix=f"p_{worker}_"
    )
    create_missing(settings.credentials, [Ledger.name])
    await run_migrations(Ledger(), settings)
    path = settings.credentials / f"{Ledger.name}.json"
    changed = {**json.loads(path.read_text()), "app_password": "another"}
    path.write_text(json.dumps(changed))
    await run_migrations(Ledger(), settings)
    database = Database.open(settings, ServiceCredentials.load(settings.credentials, Ledger.name))
    async with database.engine.connect() as connection:
        assert (await connection.exec_driver_sql("SELECT 1")).scalar_one() == 1
    await database.close()


async def test_migrations_make_the_tables_the_code_declares(superuser: asyncpg.Connection) -> None:
    rows = await superuser.fetch(
        "SELECT table_name, column_name, is_nullable FROM information_schema.columns"
        " WHERE table_schema = 'public' AND table_name <> 'alembic_version'"
    )
    declared = {
        (table.name, column.name, "YES" if column.nullable else "NO")
        for table in METADATA.sorted_tables
        for column in table.columns
    }
    assert {tuple(row) for row in rows} == declared
    assert {table.name for table in CHASSIS.sorted_tables} <= {name for name, _, _ in declared}


async def test_a_database_of_an_earlier_release_gets_what_the_chassis_added_since(
    migrated: Settings, superuser: asyncpg.Connection
) -> None:
    await superuser.execute(
        "ALTER TABLE journal DROP COLUMN resends, DROP COLUMN redacted_at;"
        "DROP TABLE reconciliations, inbox_floors; DROP INDEX journal_refused"
    )
    await run_migrations(Ledger(), migrated)
    columns = await superuser.fetch(
        "SELECT column_name, is_nullable, column_default FROM information_schema.columns"
        " WHERE table_name = 'journal' AND column_name IN ('resends', 'redacted_at') ORDER BY 1"
    )
    assert [tuple(row) for row in columns] == [
        ("redacted_at", "YES", None),
        ("resends", "NO", "0"),
    ]
    assert await superuser.fetchval("SELECT to_regclass('journal_refused') IS NOT NULL")
    owners = await superuser.fetch(
        "SELECT tableowner FROM pg_tables WHERE tablename IN ('reconciliations', 'inbox_floors')"
    )
    assert [row["tableowner"] for row in owners] == [
        f"{migrated.database_name(Ledger.name)}_owner"
    ] * 2


async def test_what_was_answered_is_on_disk(database: Database) -> None:
    """The effective values on the running server, whatever its configuration says."""
    async with database.engine.connect() as connection:

        async def shown(name: str) -> object:
            return (await connection.exec_driver_sql(f"SHOW {name}")).scalar_one()

        assert await shown("synchronous_commit") == "on"
        assert await shown("transaction_isolation") == "read committed"
        assert await shown("statement_timeout") == "30s"
        assert await shown("password_encryption") == "scram-sha-256"


async def test_at_most_four_connections_serve_requests(
    database: Database, superuser: asyncpg.Connection
) -> None:
    async with AsyncExitStack() as taken:
        for _ in range(POOL_SIZE + POOL_OVERFLOW):
            await taken.enter_async_context(database.engine.connect())
        waiting = asyncio.create_task(_connect(database))
        count = await superuser.fetchval(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND usename = current_database() || '_app'"
        )
        assert (count, waiting.done()) == (4, False)
    await waiting


async def _connect(database: Database) -> None:
    async with database.engine.connect():
        return


async def test_a_role_that_could_escape_row_security_is_refused(
    migrated: Settings, superuser: asyncpg.Connection, worker: str
) -> None:
    settings = migrated.replaced(database_prefix=f"e_{worker}_")
    role = f"{settings.database_name(Ledger.name)}_app"
    await superuser.execute(f"CREATE ROLE {role} BYPASSRLS")
    with pytest.raises(RoleTooPowerful):
        await run_migrations(Ledger(), settings)
    await superuser.execute(f"DROP ROLE {role}")
