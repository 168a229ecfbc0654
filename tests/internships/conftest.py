"""The internship tracker's database, emptied before each test."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import httpx2
import pytest
import pytest_asyncio
from fastapi import FastAPI

from contracts.identifiers import Uai
from deploy.embedded.postgres import EmbeddedPostgres
from services.chassis.app import build_app
from services.chassis.credentials import ServiceCredentials, create_missing
from services.chassis.database import Database
from services.chassis.identity import Role
from services.chassis.migrations import run_migrations
from services.chassis.settings import Settings
from services.chassis.work import UnitsOfWork
from services.internships.service import SERVICE
from tests.internships.world import BOURDELLE, ELSEWHERE, NOW, Lycee
from tests.support.emptying import empty_tables
from tests.support.pages import Visitor
from tests.support.portal import KnownSessions

INTERNSHIPS = SERVICE.name


@dataclass
class Served:
    """The running service, and who may be signed in to it."""

    application: FastAPI
    sessions: KnownSessions

    @asynccontextmanager
    async def visited_by(self, *grants: tuple[Role, Uai | None]) -> AsyncIterator[Visitor]:
        """A browser signed in with these roles."""
        async with httpx2.AsyncClient(
            transport=httpx2.ASGITransport(self.application),
            base_url="http://127.0.0.1:8000",
            cookies={"passerelle": self.sessions.sign_in(*grants)},
            headers={"Sec-Fetch-Site": "same-origin"},
        ) as client:
            yield Visitor(client)


@pytest_asyncio.fixture(scope="session")
async def migrated(cluster: EmbeddedPostgres, worker: str, worker_folder: Path) -> Settings:
    """Settings under which the service's database exists."""
    settings = Settings(
        database_url=cluster.url,
        database_prefix=f"i_{worker}_",
        credentials=worker_folder / "internships-credentials",
    )
    create_missing(settings.credentials, [INTERNSHIPS])
    await run_migrations(SERVICE, settings)
    return settings


@pytest_asyncio.fixture
async def superuser(
    cluster: EmbeddedPostgres, migrated: Settings
) -> AsyncIterator[asyncpg.Connection]:
    """A connection no row is hidden from; the tables are emptied first."""
    url = cluster.url.rpartition("/")[0] + "/" + migrated.database_name(INTERNSHIPS)
    connection = await asyncpg.connect(url)
    await empty_tables(connection)
    yield connection
    await connection.close()


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


@pytest_asyncio.fixture
async def app(migrated: Settings, database: Database) -> AsyncIterator[Served]:
    """The service, served in process without NATS, and a portal that knows who signs in."""
    sessions = KnownSessions()
    application = build_app(SERVICE, migrated, portal=sessions.app)
    async with application.router.lifespan_context(application):
        # Pages speak of the same day as the tests.
        application.state.runtime.work = UnitsOfWork(
            database, service=INTERNSHIPS, department="82", clock=lambda: NOW
        )
        yield Served(application, sessions)


@pytest_asyncio.fixture
async def bureau(app: Served) -> AsyncIterator[Visitor]:
    """The bureau des entreprises of the lycée, at its screen."""
    async with app.visited_by((Role.RBDE, BOURDELLE)) as visitor:
        yield visitor
