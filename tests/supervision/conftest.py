"""Supervision on its own empty database, alone or on a bus."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import httpx2
import pytest
import pytest_asyncio
from fastapi import FastAPI

from services.chassis.application.application import build_app
from services.chassis.base.identity import Role
from services.chassis.base.settings import Settings
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.supervision.service import SERVICE
from tests.supervision.browsing import browsing
from tests.supervision.department import Department, wired_department
from tests.support.away import nats_away
from tests.support.portal import KnownSessions
from tests.support.services import Opened, ServiceDatabases


@pytest_asyncio.fixture
async def work(opened: Opened) -> UnitsOfWork:
    """Units of work of supervision."""
    return await opened(SERVICE)


@pytest_asyncio.fixture
async def department(
    tmp_path: Path, work: UnitsOfWork, service_databases: ServiceDatabases
) -> AsyncIterator[Department]:
    """A stream of events with its speakers, and supervision's database."""
    async with wired_department(tmp_path, work, service_databases) as found:
        yield found


@pytest.fixture
def settings(service_databases: ServiceDatabases) -> Settings:
    """NATS is dead: pages do not need it."""
    return service_databases.settings.replaced(nats_url="nats://127.0.0.1:9")


@pytest.fixture
def sessions() -> KnownSessions:
    return KnownSessions()


@pytest_asyncio.fixture
async def app(
    work: UnitsOfWork,
    settings: Settings,
    sessions: KnownSessions,
    service_databases: ServiceDatabases,
) -> AsyncIterator[FastAPI]:
    database = service_databases.kept(SERVICE.name, settings)
    async with AsyncExitStack() as stack:
        with nats_away(settings) as away:
            app = build_app(SERVICE, away, portal=sessions.app, database=database)
            await stack.enter_async_context(app.router.lifespan_context(app))
        yield app


@pytest_asyncio.fixture
async def supervisor(app: FastAPI, sessions: KnownSessions) -> AsyncIterator[httpx2.AsyncClient]:
    async with browsing(app, sessions.sign_in((Role.SUPERVISOR, None))) as browser:
        yield browser
