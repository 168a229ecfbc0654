"""Routes that say which action they are; one without does not start.

`Router.page`, `.fragment` and `.query` read; `.form` and `.command` write. Handlers get
`RequestUnitOfWork` and `CurrentIdentity`; they never commit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cached_property
from typing import Annotated, Any, TypeVar, get_args, get_type_hints

from fastapi import APIRouter, Depends, Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.responses import HTMLResponse
from fastapi.routing import APIRoute
from starlette.routing import Match
from starlette.types import Scope

from services.chassis.base.identity import Identity
from services.chassis.unit_of_work.permissions import Action, Permissions
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.command_route import answer_writing
from services.chassis.web.answers.query_route import answer_reading
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.routes.route_answers import answers_of
from services.chassis.web.routes.route_examples import Described
from services.chassis.web.routes.route_spec import (
    BODY_MAX,
    DECLARED,
    FILE_BODY_MAX,
    Declared,
    Reads,
    Redisplay,
    declaration,
)
from services.chassis.web.views.forms import FormModel, takes_file

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])


class RouteUndeclared(LookupError):
    """A route without a declared action, or whose action has no entry in the table."""


# Coroutines although they wait for nothing: FastAPI runs a plain function in a thread.
async def unit_of_work(request: Request) -> UnitOfWork:
    """The open transaction of the request."""
    return context_of(request).unit_of_work


async def identity(request: Request) -> Identity:
    """Who is asking."""
    return context_of(request).user


def file_read() -> Any:
    """What the `reads` of a form returned, in the parameter of its handler."""

    async def read(request: Request) -> Any:
        return context_of(request).file_read

    return Depends(read)


RequestUnitOfWork = Annotated[UnitOfWork, Depends(unit_of_work)]
CurrentIdentity = Annotated[Identity, Depends(identity)]


class DeclaredRoute(APIRoute):
    """Admits the identity, opens the transaction, answers; see `query_route` and `command_route`."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether a request is for it: told by how its address begins, before it is read.

        Each request is compared with all routes of a service up to its own: 170 of the registry.
        """
        if not scope["path"].startswith(self._begins) and not scope.get("root_path"):
            return Match.NONE, {}
        return super().matches(scope)

    @cached_property
    def _begins(self) -> str:
        return self.path_format.partition("{")[0]

    def get_route_handler(self) -> Callable[[Request], Any]:
        """The handler of FastAPI inside the way of a request."""
        inner = super().get_route_handler()
        declared = declaration(self)
        needs_work = _depends_on(self.dependant, unit_of_work)

        async def handle(request: Request) -> Response:
            if declared is None:  # start-up refused it already
                raise RouteUndeclared(self.path)
            if declared.writes:
                return await answer_writing(request, declared, inner, needs_work=needs_work)
            return await answer_reading(request, declared, inner, needs_work=needs_work)

        return handle


class Router(APIRouter):
    """Routes of one service."""

    def __init__(self) -> None:
        super().__init__(route_class=DeclaredRoute)

    def page(
        self, path: str, *, action: Action, secret: bool = False, whole: bool = False
    ) -> Callable[[Endpoint], Endpoint]:
        """A page of HTML (GET). `secret`: its address holds a secret link, and goes nowhere else.

        `whole`: it shows all the reader's lycées whichever is chosen in the header: a form whose
        lists depend on the lycée it is sent for.
        """
        return self._route("GET", path, Declared(action, "page", secret=secret, whole=whole))

    def fragment(self, path: str, *, action: Action) -> Callable[[Endpoint], Endpoint]:
        """A piece of a page (GET), which fails alone."""
        return self._route("GET", path, Declared(action, "fragment"))

    def query(
        self,
        path: str,
        *,
        action: Action,
        by_token: bool = False,
        secret: bool = False,
        also: tuple[int, ...] = (),
        described: Described | None = None,
    ) -> Callable[[Endpoint], Endpoint]:
        """What a program reads (GET). `by_token`: one may ask by `settings.metrics_token`.

        `secret` as for a page; `also`: statuses besides those every query may answer.
        `described`: what the documentation of the API says of it.
        """
        declared = Declared(
            action, "query", by_token=by_token, secret=secret, also=also, described=described
        )
        return self._route("GET", path, declared, json=True)

    def form(
        self,
        path: str,
        *,
        action: Action,
        redisplay: Redisplay | None = None,
        recorded: bool = True,
        reads: Reads | None = None,
        secret: bool = False,
        one_click: bool = False,
        whole: bool = False,
    ) -> Callable[[Endpoint], Endpoint]:
        """What a form sends (POST).

        When it is refused, `redisplay` shows the page again with what was typed: `Refused[Form]`.
        `recorded=False`: the answer is not kept (signing in). `reads` reads the file it brings
        before the transaction begins; what it returns is the handler's `file_read()`. What it
        needs of the database it asks with `async with look() as uow` (`Look`), and lets go of
        before it reads. Both have parameters of FastAPI: `inner_routes.py`.
        `secret` and `whole` as for a page. `one_click`: mail programs send it too, and the secret in
        its address is all that says they may.
        """
        declared = Declared(
            *(action, "form", redisplay, recorded),
            reads=reads,
            secret=secret,
            one_click=one_click,
            whole=whole,
        )
        return self._route("POST", path, declared)

    def command(
        self, path: str, *, action: Action, status: int = 200, described: Described | None = None
    ) -> Callable[[Endpoint], Endpoint]:
        """What a program sends (POST, JSON with a `command_id`). `described` as for a query."""
        declared = Declared(action, "command", described=described)
        return self._route("POST", path, declared, json=True, status=status)

    def _route(
        self, method: str, path: str, declared: Declared, *, json: bool = False, status: int = 200
    ) -> Callable[[Endpoint], Endpoint]:
        options: dict[str, Any] = {"methods": [method], "status_code": status}
        if not json:  # a handler that returns a page says nothing a schema could use
            options |= {"response_model": None, "response_class": HTMLResponse}

        def declare(endpoint: Endpoint) -> Endpoint:
            form = _form_of(endpoint)
            body_max = FILE_BODY_MAX if form and takes_file(form) else BODY_MAX
            said = replace(declared, form=form, body_max=body_max)
            setattr(endpoint, DECLARED, said)
            if json and get_type_hints(endpoint).get("return") is Response:
                options["response_class"] = Response  # of whatever type it says itself
            self.add_api_route(path, endpoint, responses=answers_of(path, said), **options)
            return endpoint

        return declare


def check_declared(routes: Iterable[object], permissions: Permissions) -> None:
    """Raises RouteUndeclared unless every route has an action with an entry in the table."""
    for route in routes:
        declared = declaration(route)
        where = getattr(route, "path", repr(route))
        if declared is None:
            raise RouteUndeclared(f"{where} declares no action")
        if not permissions.knows(declared.action):
            raise RouteUndeclared(f"{where}: no entry for action {declared.action.name}")


def written_actions(routes: Iterable[object]) -> set[str]:
    """The names of the actions that change something."""
    said = [declared for route in routes if (declared := declaration(route))]
    return {declared.action.name for declared in said if declared.writes}


def _form_of(endpoint: Callable[..., Any]) -> type[FormModel] | None:
    """The form a handler takes."""
    for hint in get_type_hints(endpoint, include_extras=True).values():
        form = getattr(get_args(hint)[0], "__args__", (None,))[0] if get_args(hint) else None
        if isinstance(form, type) and issubclass(form, FormModel):
            return form
    return None


def _depends_on(dependant: Dependant, call: Callable[..., Any]) -> bool:
    return any(d.call is call or _depends_on(d, call) for d in dependant.dependencies)
