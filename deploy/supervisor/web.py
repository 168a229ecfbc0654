"""Every service in one process, behind one address."""

import asyncio
import socket
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from fastapi import FastAPI
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from deploy.embedded.child import POLL_SECONDS
from deploy.gateway.paths import by_prefix
from deploy.supervisor.servers import background
from deploy.supervisor.uvicorn_server import QuietServer, http_config
from services.chassis.application.application import build_app, sessions_of
from services.chassis.base.settings import Settings
from services.chassis.database.engine import Database
from services.chassis.runtime.running_service import Runtime
from services.chassis.service.spec import Service

PORTAL = "portal"
NONE_OPEN: Mapping[str, Database] = MappingProxyType({})


@dataclass
class MountedService:
    """One service's application, and what its start handed to its requests."""

    app: FastAPI
    state: dict[str, Any] = field(default_factory=dict)


class OneOrigin:
    """The ASGI application that hands each request to the service its path belongs to."""

    def __init__(self, parts: Sequence[tuple[Service, MountedService]]) -> None:
        """Raises ValueError when two services claim one prefix."""
        self._routing = by_prefix((service.paths, part) for service, part in parts)
        self._parts = {service.name: part for service, part in parts}

    def runtime(self, service: str) -> Runtime:
        """What a running service holds."""
        runtime: Runtime = self._parts[service].app.state.runtime
        return runtime

    def close_streams(self) -> None:
        """End the open live pages: an HTTP server waits for them before it stops."""
        for service in self._parts:
            self.runtime(service).changes.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Dispatch one HTTP request."""
        part = self._routing.find(scope["path"])
        if part is None:
            await PlainTextResponse("Page inconnue", 404)(scope, receive, send)
            return
        await part.app({**scope, "state": dict(part.state)}, receive, send)


@asynccontextmanager
async def services_in_process(
    services: tuple[Service, ...],
    settings: Settings,
    databases: Mapping[str, Database] = NONE_OPEN,
) -> AsyncIterator[OneOrigin]:
    """Every service started in this process, stopped in reverse order.

    Each lifespan is entered here: an application mounted in another one never gets its own.
    `databases`, by service: those that are open already, and stay so.
    """
    parts = build_parts(services, settings, databases)
    async with AsyncExitStack() as stack:
        for part in parts.values():
            state = await stack.enter_async_context(part.app.router.lifespan_context(part.app))
            part.state = dict(state or {})
        yield OneOrigin([(service, parts[service.name]) for service in services])


def build_parts(
    services: tuple[Service, ...],
    settings: Settings,
    databases: Mapping[str, Database] = NONE_OPEN,
) -> Mapping[str, MountedService]:
    """The application of each service; the portal of this process remembers sessions for all."""
    navigation = tuple(item for service in services for item in service.navigation)
    portal = next((service for service in services if service.name == PORTAL), None)
    installation = tuple(service.named for service in services)

    def build(service: Service, portal: FastAPI | None = None) -> FastAPI:
        return build_app(
            service,
            settings,
            sessions=sessions_of(portal) if portal else None,
            navigation=navigation,
            installation=installation,
            database=databases.get(service.name),
        )

    portal_app = build(portal) if portal else None
    return {
        service.name: MountedService(
            portal_app
            if portal_app is not None and service is portal
            else build(service, portal_app)
        )
        for service in services
    }


@asynccontextmanager
async def served(
    app: OneOrigin, listener: socket.socket, *, trusted: Sequence[str] = ()
) -> AsyncIterator[None]:
    """The application answering on this socket until the end of the context.

    `trusted`: networks of the proxies that say whom they ask for.
    """
    server = QuietServer(http_config(app, trusted=trusted, own_lifespan=False))

    async def serve() -> None:
        await server.serve(sockets=[listener])

    async with background(serve) as task:
        try:
            # Polled: uvicorn tells of its start by this attribute only.
            while not server.started and not task.done():  # noqa: ASYNC110 - no event is set
                await asyncio.sleep(POLL_SECONDS)
            yield
        finally:
            app.close_streams()
            server.should_exit = True
            await task
