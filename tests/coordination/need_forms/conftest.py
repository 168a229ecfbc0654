"""The form of a running network."""

from collections.abc import AsyncIterator

import pytest_asyncio

from services.coordination.service import SERVICE
from tests.coordination.need_forms.world import Forms
from tests.support.network import Network
from tests.support.services import ServiceDatabases


@pytest_asyncio.fixture
async def forms(network: Network, service_databases: ServiceDatabases) -> AsyncIterator[Forms]:
    superuser = await service_databases.superuser(SERVICE.name)
    yield Forms(network, superuser)
    await superuser.close()
