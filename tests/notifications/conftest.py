"""The database of notifications, emptied before each test."""

from collections.abc import AsyncIterator

import pytest_asyncio

from services.chassis.work import UnitsOfWork
from services.notifications.service import SERVICE
from tests.notifications.world import Post
from tests.support.services import Opened, ServiceDatabases


@pytest_asyncio.fixture
async def units(opened: Opened) -> UnitsOfWork:
    """Units of work on the empty database of notifications."""
    return await opened(SERVICE)


@pytest_asyncio.fixture
async def post(units: UnitsOfWork, service_databases: ServiceDatabases) -> AsyncIterator[Post]:
    """The mail queue, and what it holds."""
    superuser = await service_databases.superuser(SERVICE.name)
    yield Post(units, superuser)
    await superuser.close()
