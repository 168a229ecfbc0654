"""The test service's database, emptied before each test, and streams made anew."""

from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import asyncpg
import nats as nats_client
import pytest
import pytest_asyncio
from nats.js.client import JetStreamContext
from nats.js.errors import NotFoundError

from contracts.streams import all_stream_settings
from deploy.embedded.nats import EmbeddedNats
from deploy.embedded.postgres import EmbeddedPostgres
from deploy.nats.provision import ensure_stream
from services.chassis.base.settings import Settings
from services.chassis.database.engine import Database
from services.chassis.database.migrations import run_migrations
from services.chassis.nats.connection import Bus
from services.chassis.security.credentials import ServiceCredentials, create_missing
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from tests.chassis.facts import NOW
from tests.chassis.ledger import Ledger
from tests.chassis.notebook import notebook
from tests.chassis.notebook.pages import router
from tests.chassis.site import Site, served
from tests.support.emptying import empty_tables
from tests.support.services import ServiceDatabases


@pytest_asyncio.fixture(scope="session")
async def migrated(cluster: EmbeddedPostgres, worker: str, worker_folder: Path) -> Settings:
    """Settings of the test service, whose database exists."""
    settings = Settings(
        database_url=cluster.url,
        database_prefix=f"c_{worker}_",
        credentials=worker_folder / "chassis-credentials",
    )
    create_missing(settings.credentials, [Ledger.name])
    await run_migrations(Ledger(), settings)
    return settings


@pytest.fixture
def settings(migrated: Settings, nats: EmbeddedNats) -> Settings:
    return migrated.replaced(nats_url=nats.url)


@pytest.fixture
def credentials(migrated: Settings) -> ServiceCredentials:
    return ServiceCredentials.load(migrated.credentials, Ledger.name)


@pytest_asyncio.fixture
async def superuser(
    cluster: EmbeddedPostgres, migrated: Settings
) -> AsyncIterator[asyncpg.Connection]:
    """A connection that row security does not hide anything from; empties the tables first."""
    url = cluster.url.rpartition("/")[0] + "/" + migrated.database_name(Ledger.name)
    connection = await asyncpg.connect(url)
    await empty_tables(connection)
    yield connection
    await connection.close()


@pytest_asyncio.fixture
async def database(
    migrated: Settings, credentials: ServiceCredentials, superuser: asyncpg.Connection
) -> AsyncIterator[Database]:
    opened = Database.open(migrated, credentials)
    yield opened
    await opened.close()


@pytest.fixture
def units(database: Database) -> UnitsOfWork:
    return UnitsOfWork(database, service=Ledger.name, department="82", clock=lambda: NOW)


@pytest_asyncio.fixture
async def bus(settings: Settings, credentials: ServiceCredentials) -> AsyncIterator[Bus]:
    connected = await Bus.connect(settings, credentials)
    await connected.wait_connected()
    yield connected
    await connected.close()


@pytest_asyncio.fixture
async def jetstream(nats: EmbeddedNats) -> AsyncIterator[JetStreamContext]:
    """An administrator's view of the streams, which were just made anew."""
    client = await nats_client.connect(nats.url)
    context = client.jetstream()
    await make_streams_anew(context)
    yield context
    await client.close()


async def make_streams_anew(jetstream: JetStreamContext) -> None:
    """Delete the department's streams and create them empty."""
    for stream in all_stream_settings("82"):
        with suppress(NotFoundError):
            await jetstream.delete_stream(stream.name)
        await ensure_stream(jetstream, stream)


@pytest_asyncio.fixture(scope="session")
async def notebooks(
    cluster: EmbeddedPostgres, nats: EmbeddedNats, worker: str, worker_folder: Path
) -> AsyncIterator[ServiceDatabases]:
    """The database of the notebook."""
    settings = Settings(
        database_url=cluster.url,
        database_ssl="disable",
        database_prefix=f"n_{worker}_",
        credentials=worker_folder / "notebook-credentials",
        nats_url=nats.url,
    )
    databases = ServiceDatabases(settings, cluster.url)
    yield databases
    await databases.close()


@pytest_asyncio.fixture
async def site(notebooks: ServiceDatabases) -> AsyncIterator[Site]:
    """The notebook, empty, served to whoever the test signs in."""
    service = notebook(router)
    await notebooks.migrate(service)
    await notebooks.empty(service.name)
    async with served(service, notebooks.settings, notebooks.kept(service.name)) as site:
        yield site
    await notebooks.let_go()
