"""The database of notifications, emptied before each test, and a clock the test moves."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.notifications.delivery.jobs import worker as mailer
from services.notifications.service import SERVICE
from tests.notifications.sending import Clock
from tests.notifications.telling import Telling, telling_at
from tests.notifications.world import Post
from tests.support.services import Opened, ServiceDatabases
from tests.support.smtp import Mailbox, smtp_server


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest_asyncio.fixture
async def units(opened: Opened, clock: Clock) -> UnitsOfWork:
    """Units of work on the empty database of notifications, at the time of the clock."""
    units = await opened(SERVICE)
    units._clock = clock
    return units


@pytest_asyncio.fixture
async def post(units: UnitsOfWork, service_databases: ServiceDatabases) -> AsyncIterator[Post]:
    """The mail queue, and what it holds."""
    superuser = await service_databases.superuser(SERVICE.name)
    yield Post(units, superuser)
    await superuser.close()


@pytest_asyncio.fixture
async def server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Mailbox]:
    """An SMTP server in clear; those who send look for mails more often than they would."""
    monkeypatch.setattr(mailer, "POLL_SECONDS", 0.02)
    monkeypatch.setattr(mailer, "SERVER_DELAYS_SECONDS", (0.05,))
    async with smtp_server() as mailbox:
        yield mailbox


@pytest_asyncio.fixture
async def telling(
    post: Post,
    server: Mailbox,
    clock: Clock,
    service_databases: ServiceDatabases,
    tmp_path: Path,
) -> AsyncIterator[Telling]:
    """People of a lycée who are told things."""
    async with telling_at(post, server, clock, service_databases.settings, tmp_path) as world:
        yield world
