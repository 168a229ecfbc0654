"""The PostgreSQL and NATS of a deployment: embedded, or those the environment names."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager

from deploy.embedded.nats import EmbeddedNats
from deploy.embedded.postgres import EmbeddedPostgres
from services.chassis.base.cancellation import end

STOPS_WITHIN_SECONDS = 30.0


@asynccontextmanager
async def kept_running(server: EmbeddedPostgres | EmbeddedNats) -> AsyncIterator[None]:
    """The server started, restarted should it die, and stopped at the end.

    It is stopped too when its start is interrupted.
    """
    async with AsyncExitStack() as stack:
        stack.push_async_callback(server.stop)
        await server.start()
        await stack.enter_async_context(background(server.watch))
        yield


@asynccontextmanager
async def background(
    work: Callable[[], Awaitable[None]],
    *,
    stops_within_seconds: float = STOPS_WITHIN_SECONDS,
) -> AsyncIterator[asyncio.Future[None]]:
    """Work that goes on meanwhile, cancelled at the end; what it failed at is raised there.

    A request to stop that it did not hear is repeated, once it had time to stop what it began.
    """
    task = asyncio.ensure_future(work())
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.wait({task}, timeout=stops_within_seconds)
        await end(task)
        if not task.cancelled():
            task.result()
