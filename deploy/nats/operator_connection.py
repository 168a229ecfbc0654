"""The connection of the operator to NATS, who alone may make streams and read them all."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import nats
import nats.errors
import structlog
from nats.aio.client import Client

from services.chassis.base.cancellation import heed_cancellation
from services.chassis.base.settings import Settings
from services.chassis.nats.refusals import refuse_older
from services.chassis.security.credentials import OperatorCredentials

log = structlog.get_logger(__name__)

CONNECT_TIMEOUT_SECONDS = 10
DIAL_AGAIN_SECONDS = 0.2


@asynccontextmanager
async def operator_connection(settings: Settings) -> AsyncIterator[Client]:
    """Connect to NATS as the operator.

    Raises nats.errors.Error when it cannot be reached, ServerTooOld when it lacks what is needed.
    """
    operator = OperatorCredentials.load(settings.credentials)
    client = await nats.connect(
        settings.nats_url,
        name="operator",
        nkeys_seed_str=operator.nats_seed,
        inbox_prefix=b"_INBOX.operator",
        connect_timeout=CONNECT_TIMEOUT_SECONDS,
        allow_reconnect=False,
        # the default dials a server that is down for two minutes before it says so
        max_reconnect_attempts=1,
        reconnect_time_wait=DIAL_AGAIN_SECONDS,
        error_cb=_log_error,
    )
    try:
        heed_cancellation()
        if not client.is_connected:
            # cut off before it was greeted, which nats-py takes for a connection
            raise nats.errors.NoServersError
        refuse_older(client)
        yield client
    finally:
        await client.close()


async def _log_error(error: Exception) -> None:
    log.error("provision.bus_error", reason=str(error))
    heed_cancellation()
