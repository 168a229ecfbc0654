"""Looking now and then, so that the first page an operator opens can say since when.

The server is asked about the durables and nothing else: an idle service stays idle.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Protocol

import structlog

from services.chassis.base.cancellation import end
from services.chassis.operations.collect import Watched

log = structlog.get_logger(__name__)

LOOK_SECONDS = 10.0


class Connecting(Protocol):
    """Who keeps a connection to the database anyway."""

    @property
    def problem(self) -> str | None:
        """Why there is none at the moment."""

    @property
    def connects(self) -> bool:
        """Whether it has any use for one."""


@asynccontextmanager
async def looking(watched: Watched, database: Connecting) -> AsyncIterator[None]:
    """Look until the end of the context."""
    task = asyncio.create_task(_look(watched, database), name=f"looking-{watched.service}")
    try:
        yield
    finally:
        await end(task)


async def _look(watched: Watched, database: Connecting) -> None:
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        now = datetime.now(UTC)
        if database.connects:
            watched.note_database(silent=database.problem is not None, now=now)
        try:
            await watched.look(now)
        except Exception:  # what is seen of the service must not depend on one answer
            log.exception("operations.look_failed", service=watched.service)
