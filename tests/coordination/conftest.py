"""The database of coordination, emptied before each test."""

from collections.abc import AsyncIterator

import asyncpg
import pytest
import pytest_asyncio

from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.coordination.service import SERVICE
from tests.coordination.world import Somebody, elsewhere, people
from tests.support.network import Network, emptied, running_pages
from tests.support.services import Opened, ServiceDatabases


@pytest_asyncio.fixture
async def units(opened: Opened) -> UnitsOfWork:
    """Units of work on the empty database."""
    return await opened(SERVICE)


@pytest.fixture
def bureau(units: UnitsOfWork) -> Somebody:
    return people(units)[0]


@pytest.fixture
def supervisor(units: UnitsOfWork) -> Somebody:
    return people(units)[1]


@pytest.fixture
def other_bureau(units: UnitsOfWork) -> Somebody:
    return elsewhere(units)


@pytest_asyncio.fixture
async def superuser(
    units: UnitsOfWork,  # empties the database first
    service_databases: ServiceDatabases,
) -> AsyncIterator[asyncpg.Connection]:
    """A connection no row is hidden from."""
    connection = await service_databases.superuser(SERVICE.name)
    yield connection
    await connection.close()


# Not longer than a file: it would keep the lead from services other tests run on this database.
@pytest_asyncio.fixture(scope="module")
async def served(service_databases: ServiceDatabases) -> AsyncIterator[Network]:
    """The pages of coordination and of the portal, for all tests of a file."""
    async with running_pages(service_databases, SERVICE) as network:
        yield network


@pytest_asyncio.fixture
async def network(served: Network, service_databases: ServiceDatabases) -> AsyncIterator[Network]:
    """Them on empty databases: what needs a bus or jobs asks for `running`."""
    async with emptied(served, service_databases, SERVICE) as network:
        yield network
