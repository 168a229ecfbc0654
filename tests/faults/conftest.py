"""All services running, with a bureau at work."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from deploy.embedded.nats import EmbeddedNats
from tests.faults.crashing import Crash, mother_of_crashes
from tests.faults.department import Department, department
from tests.support.network import Network
from tests.support.services import ServiceDatabases


@pytest.fixture(scope="session")
def crash() -> Iterator[Crash]:
    """Kills a world as a plan says, and judges it; loaded once for all plans."""
    with mother_of_crashes() as crash:
        yield crash


@pytest_asyncio.fixture
async def here(network: Network, service_databases: ServiceDatabases) -> AsyncIterator[Department]:
    async with department(network, service_databases) as here:
        yield here


@pytest_asyncio.fixture
async def bus(bus_server: EmbeddedNats) -> AsyncIterator[EmbeddedNats]:
    """The server of the services; it runs again after the test."""
    yield bus_server
    if not bus_server.running:
        await bus_server.start()
