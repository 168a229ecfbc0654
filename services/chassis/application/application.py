"""The application of a service: its routes, behind what every answer carries."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import lru_cache

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from fastapi.telemetry import TelemetryConfig
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Lifespan

from services.chassis.application.lifespan import running
from services.chassis.application.readiness import health_routes
from services.chassis.base.errors import PasserelleError
from services.chassis.base.identity import Identity
from services.chassis.base.settings import Settings
from services.chassis.database.engine import Database
from services.chassis.observability.metrics import Metrics
from services.chassis.reference.nomenclatures.lists import GIVEN
from services.chassis.security.sessions import (
    PortalUnreachable,
    RememberedSessions,
    cookie_name,
    said_here,
)
from services.chassis.service.api_pages import documentation_routes
from services.chassis.service.auditor import audit_routes
from services.chassis.service.metrics_page import metrics_routes
from services.chassis.service.operations_pages import operations_routes
from services.chassis.service.register_pages import register_routes
from services.chassis.service.retention_pages import retention_routes
from services.chassis.service.spec import Service
from services.chassis.unit_of_work.permissions import PUBLIC
from services.chassis.web.answers.query_route import recognise
from services.chassis.web.answers.rendering import compile_templates, look
from services.chassis.web.middleware import Correlated, Guarded
from services.chassis.web.problems import render_error
from services.chassis.web.requests.head_requests import Headed
from services.chassis.web.requests.request_metrics import Observed
from services.chassis.web.router import Router, check_declared, written_actions
from services.chassis.web.routes.route_index import RouteIndex
from services.chassis.web.routes.route_spec import declaration
from services.chassis.web.static import static_file
from services.chassis.web.views.navigation import Named, NavItem

COMPRESSED_FROM = 1000
"""Bytes from which an answer is worth compressing."""
COMPRESSION = 5
"""Level of gzip: a page of 200 KB takes 3 ms; one more level costs twice that for 1 %."""
ROUTERS_KEPT = 16
"""Of so many services the routes are built once: FastAPI takes 50 ms to look at those of one."""
UNWATCHED: TelemetryConfig = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "operation_spans": False,
    "auto_configure": False,
}
"""FastAPI's own telemetry tells addresses, queries and what exceptions say: ours does not."""


def build_app(
    service: Service,
    settings: Settings,
    *,
    portal: ASGIApp | None = None,
    sessions: RememberedSessions | None = None,
    navigation: tuple[NavItem, ...] | None = None,
    installation: tuple[Named, ...] | None = None,
    database: Database | None = None,
) -> FastAPI:
    """Build the application of a service; entering its lifespan starts the service.

    `sessions` are those the portal of the same process remembers: `sessions_of` its application.
    Without them `portal` is asked who they belong to, or else `settings.portal_url`.
    `navigation` is the menu of all services, `installation` their names. A `database` that is open
    already is used, and stays open. Raises RouteUndeclared for a route without an
    action, or whose action has no entry in the table of permissions.
    """
    app = FastAPI(
        title=service.title,
        lifespan=_lifespan(service, settings, portal, database),
        # What programs may ask is told by `documentation/`: not what pages and forms are made of.
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry=UNWATCHED,
    )
    app.state.settings = settings
    app.state.sessions = sessions or _remembering(service, app)
    app.state.metrics = Metrics(service.name)
    app.state.installation = installation or (service.named,)
    menu = service.navigation if navigation is None else navigation
    app.state.look = look(service.templates, menu, service.title, settings)
    _add_routes(app, service)
    for kind in (PasserelleError, HTTPException, RequestValidationError):
        app.add_exception_handler(kind, _answer)
    _wrap(app, service, settings)
    return app


def _add_routes(app: FastAPI, service: Service) -> None:
    for router in _routers(service):
        app.router.routes.extend(router.routes)
    check_declared(app.router.routes, service.permissions)
    for action in written_actions(app.router.routes):
        app.state.metrics.expect(action)
    app.router.middleware_stack = RouteIndex(app.router.app, app.router.routes)


def _wrap(app: FastAPI, service: Service, settings: Settings) -> None:
    """What every answer goes through, from the inside out."""
    app.add_middleware(Guarded, settings=settings)
    app.add_middleware(GZipMiddleware, minimum_size=COMPRESSED_FROM, compresslevel=COMPRESSION)
    app.add_middleware(Observed, service=service.name, metrics=app.state.metrics)
    app.add_middleware(Correlated, service=service.name)
    app.add_middleware(Headed)


def sessions_of(app: FastAPI) -> RememberedSessions | None:
    """Who sessions belong to, as the service that knows remembers it for all of its process."""
    remembered: RememberedSessions | None = app.state.sessions
    return remembered


def _remembering(service: Service, app: FastAPI) -> RememberedSessions | None:
    recognise = service.recognise
    if recognise is None:
        return None

    async def ask(secret: str) -> Identity | None:
        runtime = getattr(app.state, "runtime", None)
        if runtime is None:
            raise PortalUnreachable("it has not started")
        return await said_here(recognise(runtime, secret))

    return RememberedSessions(ask, cookie=cookie_name(app.state.settings))


def _lifespan(
    service: Service, settings: Settings, portal: ASGIApp | None, database: Database | None
) -> Lifespan[FastAPI]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        GIVEN.keep_in(settings.data_folder)
        await asyncio.to_thread(GIVEN.in_force)
        async with running(service, settings, sessions_of(app), portal, database) as runtime:
            app.state.runtime = runtime
            # Not before it is ready: a first start would take two seconds more.
            compiling = asyncio.ensure_future(
                asyncio.to_thread(compile_templates, service.templates, settings.data_folder)
            )
            yield
            await asyncio.wait([compiling])  # a thread cannot be cancelled

    return lifespan


@lru_cache(maxsize=ROUTERS_KEPT)
def _routers(service: Service) -> tuple[Router, ...]:
    """Its routes and those of the chassis about it; what a request needs, it asks its application."""
    routers = (
        health_routes(service.name),
        metrics_routes(service.name),
        operations_routes(service),
        audit_routes(service.name, service.permissions),
        register_routes(service.name, service.title, service.whole_register),
        *((documentation_routes(service, service.api),) if service.api else ()),
        *(retention_routes(service.title, service.retention) if service.retention else ()),
        *service.routers(),
    )
    if service.serves_static:
        files = Router()
        files.page("/static/{path:path}", action=PUBLIC)(static_file)
        routers = (*routers, files)
    return routers


def writing_routes(service: Service) -> list[tuple[re.Pattern[str], bool]]:
    """The addresses that write, in the order they are tried, and whether a command is done once there
    however often it is sent (recorded under its `command_id`).
    """
    found = []
    for router in _routers(service):
        for route in router.routes:
            declared = declaration(route)
            if isinstance(route, APIRoute) and declared is not None and declared.writes:
                found.append((route.path_regex, declared.recorded))
    return found


async def _answer(request: Request, error: Exception) -> Response:
    if isinstance(error, HTTPException):  # no route was found, which would have asked who it is
        await recognise(request)
    return render_error(request, error)
