"""The portal's database, emptied before each test, and the portal running on it."""

from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace

import pytest
import pytest_asyncio

from deploy.embedded.nats import EmbeddedNats
from services.chassis.base.settings import Settings
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from tests.portal.running import the_portal
from tests.support.network import Network
from tests.support.services import Opened, ServiceDatabases

MIGRATIONS = Path(__file__).parents[2] / "services" / "portal" / "migrations"


@pytest_asyncio.fixture
async def units(opened: Opened) -> UnitsOfWork:
    """Units of work on the portal's empty database."""
    return await opened(SimpleNamespace(name="portal", migrations=MIGRATIONS))


@pytest.fixture
def settings(service_databases: ServiceDatabases, nats: EmbeddedNats) -> Settings:
    return service_databases.settings.replaced(nats_url=nats.url)


@pytest_asyncio.fixture
async def portal(service_databases: ServiceDatabases, settings: Settings) -> AsyncIterator[Network]:
    async with the_portal(service_databases, settings) as portal:
        yield portal
