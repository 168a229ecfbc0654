"""The internship tracker's database, emptied before each test."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import asyncpg
import httpx2
import pytest
import pytest_asyncio
from fastapi import FastAPI

from contracts.identifiers import Uai
from services.chassis.application.application import build_app
from services.chassis.base.identity import Role
from services.chassis.base.settings import Settings
from services.chassis.database.engine import Database
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.internships.service import SERVICE
from tests.internships.world import BOURDELLE, ELSEWHERE, NOW, Lycee
from tests.support.away import nats_away
from tests.support.pages import Visitor
from tests.support.portal import KnownSessions
from tests.support.services import ServiceDatabases

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
async def migrated(service_databases: ServiceDatabases) -> Settings:
    """Settings under which the service's database exists."""
    await service_databases.migrate(SERVICE)
    return service_databases.settings


@pytest_asyncio.fixture
async def superuser(
    migrated: Settings, service_databases: ServiceDatabases
) -> AsyncIterator[asyncpg.Connection]:
    """A connection no row is hidden from; the tables are emptied first."""
    await service_databases.empty(INTERNSHIPS)
    connection = await service_databases.superuser(INTERNSHIPS)
    yield connection
    await connection.close()


@pytest_asyncio.fixture
async def database(
    service_databases: ServiceDatabases,
    superuser: asyncpg.Connection,  # empties the database first
) -> AsyncIterator[Database]:
    yield service_databases.kept(INTERNSHIPS)
    await service_databases.let_go()


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


# Not longer than a file: it would keep the lead from services other tests run on this database.
@pytest_asyncio.fixture(scope="module")
async def served_once(
    migrated: Settings, service_databases: ServiceDatabases
) -> AsyncIterator[tuple[FastAPI, KnownSessions]]:
    """The service with NATS away, and a portal that knows who signs in."""
    sessions = KnownSessions()
    database = service_databases.kept(INTERNSHIPS)
    async with AsyncExitStack() as stack:
        with nats_away(migrated) as away:
            application = build_app(SERVICE, away, portal=sessions.app, database=database)
            await stack.enter_async_context(application.router.lifespan_context(application))
        # It would do what is due by the real day on what later tests of the file record.
        await application.state.runtime.relay.stop()
        yield application, sessions


@pytest.fixture
def app(served_once: tuple[FastAPI, KnownSessions], units: UnitsOfWork) -> Served:
    """The service at work on the empty database; its pages speak of the same day as the tests."""
    application, sessions = served_once
    application.state.runtime.work = units
    return Served(application, sessions)


@pytest_asyncio.fixture
async def bureau(app: Served) -> AsyncIterator[Visitor]:
    """The bureau des entreprises of the lycée, at its screen."""
    async with app.visited_by((Role.RBDE, BOURDELLE)) as visitor:
        yield visitor
