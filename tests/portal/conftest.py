"""The portal's database, emptied before each test."""

from pathlib import Path
from types import SimpleNamespace

import pytest_asyncio

from services.chassis.work import UnitsOfWork
from tests.support.services import Opened

MIGRATIONS = Path(__file__).parents[2] / "services" / "portal" / "migrations"


@pytest_asyncio.fixture
async def units(opened: Opened) -> UnitsOfWork:
    """Units of work on the portal's empty database."""
    return await opened(SimpleNamespace(name="portal", migrations=MIGRATIONS))
