"""The internship tracker's database, emptied before each test."""

from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace

import asyncpg
import pytest
import pytest_asyncio

from deploy.embedded.postgres import EmbeddedPostgres
from services.chassis.credentials import ServiceCredentials, create_missing
from services.chassis.database import Database
from services.chassis.migrations import run_migrations
from services.chassis.settings import Settings
from services.chassis.work import UnitsOfWork
from tests.internships.world import BOURDELLE, ELSEWHERE, NOW, Lycee

INTERNSHIPS = "internships"
MIGRATIONS = Path(__file__).parents[2] / "services" / INTERNSHIPS / "migrations"


@pytest_asyncio.fixture(scope="session")
async def migrated(cluster: EmbeddedPostgres, worker: str, worker_folder: Path) -> Settings:
    """Settings under which the service's database exists."""
    settings = Settings(
        database_url=cluster.url,
        database_prefix=f"i_{worker}_",
        credentials=worker_folder / "internships-credentials",
    )
    create_missing(settings.credentials, [INTERNSHIPS])
    await run_migrations(SimpleNamespace(name=INTERNSHIPS, migrations=MIGRATIONS), settings)
    return settings


@pytest_asyncio.fixture
async def superuser(
    cluster: EmbeddedPostgres, migrated: Settings
) -> AsyncIterator[asyncpg.Connection]:
    """A connection no row is hidden from; the tables are emptied first."""
    url = cluster.url.rpartition("/")[0] + "/" + migrated.database_name(INTERNSHIPS)
    connection = await asyncpg.connect(url)
    await empty(connection)
    yield connection
    await connection.close()


async def empty(superuser: asyncpg.Connection) -> None:
    """Forget everything recorded so far."""
    await superuser.execute(
        "DO $$ BEGIN EXECUTE (SELECT 'TRUNCATE ' || string_agg(quote_ident(tablename), ', ')"
        " || ' RESTART IDENTITY' FROM pg_tables"
        " WHERE schemaname = 'public' AND tablename <> 'alembic_version'); END $$"
    )


@pytest_asyncio.fixture
async def database(migrated: Settings, superuser: asyncpg.Connection) -> AsyncIterator[Database]:
    opened = Database.open(migrated, ServiceCredentials.load(migrated.credentials, INTERNSHIPS))
    yield opened
    await opened.close()


@pytest.fixture
def units(database: Database) -> UnitsOfWork:
    return UnitsOfWork(database, service=INTERNSHIPS, department="82", clock=lambda: NOW)


@pytest.fixture
def lycee(units: UnitsOfWork, superuser: asyncpg.Connection) -> Lycee:
    """The lycée most tests are about."""
    return Lycee(BOURDELLE, units, superuser)


@pytest.fixture
def other_lycee(units: UnitsOfWork, superuser: asyncpg.Connection) -> Lycee:
    """Another lycée of the department, on the same database."""
    return Lycee(ELSEWHERE, units, superuser)
