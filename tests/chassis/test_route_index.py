"""The index of routes: who is answered what is as if all routes were tried."""

import re
from collections.abc import Sequence

import httpx2
import pytest
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import BaseRoute, Match, Mount, Route, Router
from starlette.types import ASGIApp

from deploy.services import SERVICES
from services.chassis.application.application import build_app
from services.chassis.base.settings import Settings
from services.chassis.service.spec import Service
from services.chassis.web.routes.route_index import RouteIndex

ID = "0198b3f4-0000-7000-8000-000000000001"
COMPARED_MAX = 20
"""Routes one request may be compared with: a service has up to 376."""
ADDRESSES = (
    *("/", "/notes", "/notes/", "/notes/nouvelle", "/notes/3", "/notes/3/", "/notes/3/pages"),
    *("/notes/3/pages/4", "/notes//pages", "/notes/nouvelle/pages", "/files", "/files/a/b/c"),
    *("/files/list", "/absente", "/notes/3/absente", "/notes/3/liste.csv", "//", "/notes/a b"),
    *("/notes/nouvelle%0A", "/notes/3%0A", "/notes%0A", "/files/list%0A", "/notes/3/pages%0A"),
    *("/below", "/below/a", "/below/a/b"),
)


def _route(path: str, *methods: str) -> Route:
    async def said(request: Request) -> PlainTextResponse:
        return PlainTextResponse(f"{path} {dict(request.path_params)}")

    return Route(path, said, methods=list(methods or ("GET",)))


ROUTES = (
    *(_route("/"), _route("/notes"), _route("/notes/nouvelle", "GET", "POST")),
    *(_route("/notes/{note}"), _route("/notes/{note}", "POST"), _route("/notes/nouvelle/pages")),
    *(_route("/notes/{note}/pages"), _route("/notes/{note}/pages/{page}", "DELETE")),
    *(_route("/notes/{note}/{list}.csv"), _route("/notes/{note}/{what}", "POST")),
    *(_route("/files/list"), _route("/files/{path:path}")),
)


def _application(routes: Sequence[BaseRoute], *, indexed: bool) -> ASGIApp:
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    app.router.routes.extend(routes)
    if indexed:
        app.router.middleware_stack = RouteIndex(app.router.app, routes)
    return app


async def _answer(app: ASGIApp, method: str, address: str) -> tuple[int, str, str]:
    transport = httpx2.ASGITransport(app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://here.example") as client:
        answer = await client.request(method, address)
    return answer.status_code, answer.text, answer.headers.get("allow", "")


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
@pytest.mark.parametrize(
    "routes",
    [
        *(ROUTES, ROUTES[::-1], (*ROUTES, _route("/{any}/pages"))),
        (Mount("/below", routes=[_route("/{one}")]), *ROUTES),
    ],
)
async def test_each_address_is_answered_as_by_all_routes(
    routes: Sequence[BaseRoute], method: str
) -> None:
    indexed, whole = (_application(routes, indexed=one) for one in (True, False))

    for address in ADDRESSES:
        answered = await _answer(indexed, method, address)
        assert answered == await _answer(whole, method, address), address


@pytest.mark.parametrize("service", SERVICES, ids=lambda one: one.name)
def test_an_address_of_a_service_is_compared_with_few_routes(service: Service) -> None:
    app = build_app(service, Settings())
    index = app.router.middleware_stack
    assert isinstance(index, RouteIndex)

    for path in {getattr(one, "path", "") for one in app.router.routes} - {"/static/{path:path}"}:
        address = re.sub(r"{[a-z_]+}", ID, path)
        few = index.router_for(address)
        assert few is not None, path
        assert len(few.routes) <= COMPARED_MAX, path
        for method in ("GET", "POST"):
            assert _matched(few, method, address) is _matched(app.router, method, address), path


def _matched(router: Router, method: str, address: str) -> BaseRoute | None:
    scope = {"type": "http", "method": method, "path": address, "headers": []}
    found = (one for one in router.routes if one.matches(dict(scope))[0] is Match.FULL)
    return next(found, None)
