"""After each journey, nobody it named is found where nobody should be."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.security.names import no_name_gets_out, printed
from tests.support.services import ServiceDatabases


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Keep what the journeys print and log, which is looked through at their end."""
    if "tests/journeys/" in report.nodeid:
        printed.extend(text for _, text in report.sections)


@pytest_asyncio.fixture(autouse=True)
async def nobody_is_named_elsewhere(
    request: pytest.FixtureRequest, service_databases: ServiceDatabases, worker_folder: Path
) -> AsyncIterator[None]:
    """On the databases of this worker; a journey with an installation of its own looks itself."""
    if "running" not in request.fixturenames:
        yield
        return
    async with no_name_gets_out(service_databases.settings, worker_folder / "bus"):
        yield
