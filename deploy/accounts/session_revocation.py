"""Telling running services that an account’s sessions changed, from beside them."""

import asyncio
from contextlib import suppress
from uuid import UUID

from deploy.nats.permissions import SESSIONS_SERVICE, revoked_subject
from services.chassis.base.settings import Settings
from services.chassis.live.page_stream import HEARTBEAT_SECONDS
from services.chassis.nats.connection import Bus
from services.chassis.security.credentials import ServiceCredentials

CONNECT_WITHIN_SECONDS = 3.0
UNTOLD = f" NATS ne répond pas\u202f: les pages ouvertes le verront en {HEARTBEAT_SECONDS:.0f}\u00a0secondes."


async def tell_revoked(settings: Settings, account_id: UUID) -> str:
    """Have every service ask again at once, as the portal does; what to add for who reads it.

    Call it once what was revoked is committed. Unheard, requests see it within a second all the
    same, and open pages at their next heartbeat.
    """
    credentials = ServiceCredentials.load(settings.credentials, SESSIONS_SERVICE)
    bus = await Bus.connect(settings, credentials)
    try:
        with suppress(TimeoutError):
            async with asyncio.timeout(CONNECT_WITHIN_SECONDS):
                await bus.wait_connected()
        subject = revoked_subject(settings.department)
        return "" if await bus.signal(subject, str(account_id).encode()) else UNTOLD
    finally:
        await bus.close()  # which sends what was said
