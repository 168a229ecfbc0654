"""Supervision on its own empty database, alone or on a bus."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from services.chassis.work import UnitsOfWork
from services.supervision.service import SERVICE
from tests.supervision.department import Department, wired_department
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
