"""The registry's database, emptied before each test, and its pages behind a session."""

from collections.abc import AsyncIterator, Callable

import asyncpg
import pytest
import pytest_asyncio

from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.partnerships.service import SERVICE
from tests.partnerships.browsing import Browser, Pages, pages_of
from tests.partnerships.world import BOURDELLE, ELSEWHERE, Bureau
from tests.support.services import Opened, Published, ServiceDatabases


@pytest_asyncio.fixture
async def units(opened: Opened) -> UnitsOfWork:
    """Units of work on the empty database."""
    return await opened(SERVICE)


@pytest_asyncio.fixture
async def superuser(
    units: UnitsOfWork,  # empties the database first
    service_databases: ServiceDatabases,
) -> AsyncIterator[asyncpg.Connection]:
    """A connection no row is hidden from."""
    connection = await service_databases.superuser(SERVICE.name)
    yield connection
    await connection.close()


@pytest.fixture
def bureau(units: UnitsOfWork, published: Published) -> Bureau:
    """The bureau most tests are about."""
    return Bureau(BOURDELLE, units, published)


@pytest.fixture
def other_bureau(units: UnitsOfWork, published: Published) -> Bureau:
    """Another lycée's bureau, on the same registry."""
    return Bureau(ELSEWHERE, units, published)


# Not longer than a file: it would keep the lead from services other tests run on this database.
@pytest_asyncio.fixture(scope="module")
async def served(service_databases: ServiceDatabases) -> AsyncIterator[Pages]:
    """The running service, with NATS away: pages do not need it."""
    await service_databases.migrate(SERVICE)
    database = service_databases.kept(SERVICE.name)
    async with pages_of(service_databases.settings, database) as pages:
        # It would do what is due by the real day on what the tests of the file record on theirs.
        await pages.app.state.runtime.relay.stop()
        yield pages


@pytest_asyncio.fixture
async def at_work(
    units: UnitsOfWork,  # empties the database first
    served: Pages,
) -> AsyncIterator[None]:
    """The service does what is due as well: what pages leave to it goes on by itself."""
    relay = served.app.state.runtime.relay
    relay.leadership.start()
    yield
    await relay.stop()


@pytest.fixture
def signed_in(
    units: UnitsOfWork,  # empties the database first
    served: Pages,
) -> Callable[..., Browser]:
    """Opens a browser: `signed_in(Role.RBDE, BOURDELLE)`."""
    return served.signed_in


@pytest.fixture
def browser(signed_in: Callable[..., Browser]) -> Browser:
    """The browser of the bureau most tests are about."""
    return signed_in(Role.RBDE, BOURDELLE)
