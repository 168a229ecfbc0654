"""Supervision on its own empty database."""

from pathlib import Path
from types import SimpleNamespace

import pytest_asyncio

from services.chassis.work import UnitsOfWork
from tests.support.services import Opened

SUPERVISION = SimpleNamespace(
    name="supervision", migrations=Path(__file__).parents[2] / "services/supervision/migrations"
)


@pytest_asyncio.fixture
async def work(opened: Opened) -> UnitsOfWork:
    """Units of work of supervision."""
    return await opened(SUPERVISION)
