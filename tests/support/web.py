"""Small HTTP servers inside a test, on loopback ports of their own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from starlette.types import ASGIApp

from deploy.supervisor.servers import background
from deploy.supervisor.uvicorn_server import QuietServer, listening_socket
from tests.support.waiting import eventually


@asynccontextmanager
async def served(app: ASGIApp, *, port: int = 0) -> AsyncIterator[str]:
    """The address of an application served (with its lifespan) until the end of the context."""
    listener = listening_socket(port)
    server = QuietServer(
        uvicorn.Config(app, log_config=None, proxy_headers=False, timeout_graceful_shutdown=1)
    )

    async def serve() -> None:
        await server.serve(sockets=[listener])

    async with background(serve) as task:
        await eventually(lambda: server.started)
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            # A failed test too leaves no application running behind it.
            server.should_exit = True
            await task
