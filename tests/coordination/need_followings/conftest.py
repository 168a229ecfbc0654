"""What was told of needs, once the jobs are done."""

import json
from collections.abc import Awaitable, Callable
from datetime import datetime

import asyncpg
import pytest

from services.chassis.unit_of_work.scheduled_jobs import run_due_work
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.coordination.service import SERVICE
from services.coordination.subscribers import timed
from tests.support.services import ServiceDatabases

Heard = Callable[[datetime], Awaitable[list[tuple[str, str]]]]
FOLLOWED = "SELECT uai, payload FROM journal WHERE subject LIKE '%need_followed%' ORDER BY position"


@pytest.fixture
def heard(
    units: UnitsOfWork, service_databases: ServiceDatabases, superuser: asyncpg.Connection
) -> Heard:
    """Who was told what since the last time it was asked, by an instant."""
    seen = 0

    async def read(now: datetime) -> list[tuple[str, str]]:
        nonlocal seen
        dsn = service_databases.kept(SERVICE.name).relay_dsn
        while await run_due_work(timed, units, dsn, now):
            pass
        rows = await superuser.fetch(FOLLOWED)
        new, seen = rows[seen:], len(rows)
        return [(row["uai"], json.loads(row["payload"])["step"]) for row in new]

    return read
