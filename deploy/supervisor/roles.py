"""Roles of PostgreSQL looked at every minute by `up`, and taken back when one changed itself."""

import asyncio
from collections.abc import Sequence

import asyncpg
import structlog

from services.chassis.base.cancellation import heed_cancellation
from services.chassis.base.settings import Settings
from services.chassis.database.estranged_roles import take_back_roles
from services.chassis.database.migrations import Migrated
from services.chassis.security.credentials import OperatorCredentials, ServiceCredentials

log = structlog.get_logger(__name__)

EVERY_SECONDS = 60.0


async def keep_roles(
    settings: Settings, services: Sequence[Migrated], *, every_seconds: float = EVERY_SECONDS
) -> None:
    """Look until cancelled, whatever stops answering meanwhile."""
    while True:
        await asyncio.sleep(every_seconds)
        heed_cancellation()
        for service in services:
            await _look(settings, service.name)


async def _look(settings: Settings, service: str) -> None:
    if settings.database_url is None:
        return
    try:
        # Read each time: they may have been drawn anew.
        taken_back = await take_back_roles(
            settings.database_url.get_secret_value(),
            settings,
            ServiceCredentials.load(settings.credentials, service),
            OperatorCredentials.load(settings.credentials),
        )
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        log.info("roles.not_looked_at", service=service, reason=type(error).__name__)
        return
    for role in taken_back:
        log.error("roles.taken_back", service=service, role=role)
