"""The purge of every day, by each service for itself."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog

from services.chassis.base.cancellation import end
from services.chassis.database.infrastructure_errors import is_trouble
from services.chassis.privacy.retention.purge import purge_all
from services.chassis.privacy.retention.spec import Retention
from services.chassis.runtime.running_service import Runtime
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork

log = structlog.get_logger(__name__)

FIRST_AFTER_SECONDS = 300.0
"""A start has better to do."""
EVERY_SECONDS = 24 * 3600.0
AGAIN_AFTER_SECONDS = 600.0


@asynccontextmanager
async def purged_daily(
    retention: Retention | None,
    runtime: Runtime,
    *,
    first_after_seconds: float = FIRST_AFTER_SECONDS,
) -> AsyncIterator[None]:
    """Purge soon after the start, then once a day; replicas may do it together without harm."""
    if retention is None:
        yield
        return
    task = asyncio.create_task(_purge(retention, runtime.work, first_after_seconds))
    try:
        yield
    finally:
        await end(task)


async def _purge(retention: Retention, units: UnitsOfWork, wait: float) -> None:
    while True:
        await asyncio.sleep(wait)
        wait = EVERY_SECONDS
        try:
            count = await purge_all(units, retention, now=units.now())
            if count:
                log.info("retention.purged", service=retention.service, count=count)
        except Exception as error:  # the database may be away, or a rule may have a bug
            wait = AGAIN_AFTER_SECONDS
            if not is_trouble(error):
                log.exception("retention.not_purged", service=retention.service)
