"""Inner routes: what a form declares beside its handler, called by FastAPI as it calls handlers.

A form that is refused is shown again by its `redisplay`; the file it brings is read by its `reads`.
Both have parameters of FastAPI: those of the path, `RequestUnitOfWork`, `Refused[Form]`, `Look`.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from functools import cache
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from fastapi.routing import APIRoute

from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.query_route import Inner, begin
from services.chassis.web.requests.named_lycee import named_lycee
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.routes.route_spec import Declared, Reads, Redisplay
from services.chassis.web.views.forms import FormModel, Typed

Form = TypeVar("Form", bound=FormModel)


class RouteMisdeclared(TypeError):
    """A function beside a form asks for what neither its path nor a dependency gives."""


# A coroutine although it waits for nothing: FastAPI runs a plain function in a thread.
async def _refused(request: Request) -> Typed[Any]:
    refused = context_of(request).refused
    if refused is None:
        raise LookupError("no form was refused")
    return refused


Refused = Annotated[Typed[Form], Depends(_refused)]
"""The form that was refused, as it was typed, in the parameter of a `redisplay`."""


Opening = Callable[[], AbstractAsyncContextManager[UnitOfWork]]


async def _look(request: Request) -> Opening:
    scope, uai = context_of(request).scope, await named_lycee(request)
    return lambda: begin(request, scope, uai=uai)


Look = Annotated[Opening, Depends(_look)]
"""Opens a transaction of its own to look something up, in the parameter of a `reads`."""


async def show_again(request: Request, redisplay: Redisplay) -> Response:
    """Call what shows a refused form again. Raises NotFound where the address names nothing."""
    try:
        return await _redisplay_route(_path(request), redisplay)(request)
    except RequestValidationError:
        # The route has checked its path, unless the form was refused for itself before.
        raise NotFound from None


async def read_file(request: Request, reads: Reads) -> None:
    """Call what reads the file of a form, and keep what it made of it. Raises NotFound likewise."""
    try:
        await _reads_route(_path(request), reads)(request)
    except RequestValidationError:
        raise NotFound from None


def check_inner_routes(path: str, declared: Declared) -> None:
    """Make what the first refusal and the first file would make. Raises RouteMisdeclared."""
    if declared.redisplay is not None:
        _redisplay_route(path, declared.redisplay)
    if declared.reads is not None:
        _reads_route(path, declared.reads)


def _path(request: Request) -> str:
    path: str = request.scope["route"].path
    return path


@cache
def _redisplay_route(path: str, redisplay: Redisplay) -> Inner:
    return _handler(path, redisplay)


@cache
def _reads_route(path: str, reads: Reads) -> Inner:
    async def read(request: Request, brought: Any = Depends(reads)) -> Response:
        context_of(request).file_read = brought
        return Response()

    return _handler(path, read)


def _handler(path: str, function: Callable[..., Any]) -> Inner:
    route = APIRoute(
        path, function, methods=["POST"], response_model=None, response_class=HTMLResponse
    )
    asked = [*_flat(route.dependant, "query_params"), *_flat(route.dependant, "body_params")]
    if asked:
        raise RouteMisdeclared(f"{path}: {function.__qualname__} asks for {', '.join(asked)}")
    return route.get_route_handler()


def _flat(dependant: Any, kind: str) -> list[str]:
    """The names of what a function and what it depends on ask for in one place of a request."""
    own = [field.name for field in getattr(dependant, kind)]
    return own + [name for one in dependant.dependencies for name in _flat(one, kind)]
