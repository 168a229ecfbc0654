"""Every route of a service as it is declared, and a way to ask it something."""

import asyncio
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import get_args, get_type_hints
from urllib.parse import quote, unquote, urlencode
from uuid import uuid4

from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.types import ASGIApp, Message

from services.chassis.application.application import build_app
from services.chassis.base.settings import Settings
from services.chassis.service.spec import Service
from services.chassis.web.routes.route_spec import Declared, declaration

UUID_TEXT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Route:
    """One route: its method, its path, what it asks in the path and the query, what it declares."""

    service: Service
    method: str
    path: str
    in_path: frozenset[str]
    in_query: frozenset[str]
    in_body: frozenset[str]
    may_query: frozenset[str]
    """What it may be asked in the query besides."""
    declared: Declared

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def parameters(self) -> frozenset[str]:
        """Everything that must be given."""
        return self.in_path | self.in_query

    def address(self, values: Mapping[str, str]) -> str:
        """The address with these values. Raises KeyError for a parameter nobody knows."""
        path = self.path
        for name in self.in_path:
            path = re.sub(rf"{{{name}(:path)?}}", quote(values[name], safe=""), path)
        query = urlencode({name: values[name] for name in sorted(self.in_query)})
        return f"{path}?{query}" if query else path


@dataclass(frozen=True)
class Answer:
    """What was answered: for an endless stream, its beginning."""

    status: int
    headers: dict[str, str]
    body: str

    def alike(self, *values: str) -> str:
        """The body without what differs between any two answers."""
        text = self.body
        for value in values:
            text = text.replace(value, "…").replace(quote(value, safe=""), "…")
        return UUID_TEXT.sub("…", text)


def routes_of(service: Service) -> Iterable[Route]:
    """The routes the application of the service really has."""
    for route in build_app(service, Settings()).router.routes:
        assert isinstance(route, APIRoute)
        declared = declaration(route)
        assert declared is not None
        in_path = frozenset(route.param_convertors)
        in_query = frozenset(
            asked.alias for asked in route.dependant.query_params if asked.field_info.is_required()
        )
        fields = _fields(route.endpoint)
        optional = frozenset(asked.alias for asked in route.dependant.query_params) - in_query
        for method in sorted(route.methods or ()):
            yield Route(service, method, route.path, in_path, in_query, fields, optional, declared)


def _fields(endpoint: Callable[..., object]) -> frozenset[str]:
    """The fields of the form or of the command a handler takes."""
    names: set[str] = set()
    for hint in get_type_hints(endpoint, include_extras=True).values():
        form = get_args(get_args(hint)[0]) if get_args(hint) else ()
        for model in (hint, *form):
            if isinstance(model, type) and issubclass(model, BaseModel):
                names |= set(model.model_fields)
    return frozenset(names)


async def ask(
    app: ASGIApp,
    route: Route,
    values: Mapping[str, str],
    *,
    cookie: str | None = None,
    more: Sequence[tuple[str, str | bytes]] = (),
    only: bool = False,
    headers_too: Mapping[str, str] = MappingProxyType({}),
) -> Answer:
    """Ask with these values, in the address and in the form or command, otherwise empty.

    `more` is added at the end of the form or command, or to the query of what reads; with `only`,
    it is all they hold besides the id of the command. `headers_too` are other headers.
    """
    address = route.address(values)
    headers = [(b"host", b"127.0.0.1:8000"), (b"sec-fetch-site", b"same-origin")]
    if cookie:
        headers.append((b"cookie", f"passerelle={cookie}".encode()))
    headers += [(name.lower().encode(), value.encode()) for name, value in headers_too.items()]
    body = b""
    if route.declared.writes:
        given = {
            name: value for name, value in values.items() if name in route.in_body and not only
        }
        given["command_id"] = str(uuid4())
        pairs = [*given.items(), *more]
        if route.declared.kind == "form":
            body, kind = urlencode(pairs).encode(), b"application/x-www-form-urlencoded"
        else:  # written by hand: a name may be there twice
            said = ", ".join(f"{json.dumps(name)}: {json.dumps(value)}" for name, value in pairs)
            body, kind = f"{{{said}}}".encode(), b"application/json"
        headers += [(b"content-type", kind), (b"content-length", str(len(body)).encode())]
    elif more:
        address += ("&" if "?" in address else "?") + urlencode(more)
    return await send(app, route.method, address, headers, body)


async def send(
    app: ASGIApp,
    method: str,
    address: str,
    headers: Sequence[tuple[bytes, bytes]],
    body: bytes = b"",
) -> Answer:
    """Send a request as it is written: no client corrects it on the way."""
    path, _, query = address.partition("?")
    scope: dict[str, object] = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": list(headers),
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8000),
    }
    return await _first_answer(app, scope, body)


async def _first_answer(app: ASGIApp, scope: dict[str, object], body: bytes) -> Answer:
    messages: list[Message] = []
    begun = asyncio.Event()
    sent = False

    async def receive() -> Message:
        nonlocal sent
        if sent:
            await asyncio.Future()  # the browser stays
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        messages.append(message)
        kinds = dict(messages[0]["headers"]).get(b"content-type", b"")
        if kinds.startswith(b"text/event-stream") and len(messages) > 1:
            begun.set()

    asking = asyncio.ensure_future(app(scope, receive, send))
    beginning = asyncio.ensure_future(begun.wait())
    await asyncio.wait({asking, beginning}, return_when=asyncio.FIRST_COMPLETED)
    beginning.cancel()
    if not asking.done():
        asking.cancel()
        await asyncio.wait({asking})
    elif asking.exception() is not None and not messages:
        raise asking.exception() or AssertionError
    headers = {name.decode(): value.decode("latin-1") for name, value in messages[0]["headers"]}
    content = b"".join(message.get("body", b"") for message in messages[1:])
    return Answer(messages[0]["status"], headers, content.decode("utf-8", "replace"))
