"""Pages: templates of the service over those of the chassis, and redirections with a notice."""

import base64
import binascii
import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from services.chassis.web import french
from services.chassis.web.answering import identity_of
from services.chassis.web.navigation import NavItem
from services.chassis.web.static import static_url
from services.chassis.work import new_id

TEMPLATES = Path(__file__).parent / "templates"
NOTICE_COOKIE = "passerelle_notice"
NOTICE_SECONDS = 60
NOTICE_MAX = 400


@dataclass(frozen=True)
class Look:
    """What the pages of one service are drawn with."""

    environment: Environment
    navigation: tuple[NavItem, ...]
    service_title: str
    demonstration: bool = False
    """Whether each page says that what it shows is invented."""


class _CompiledOnce(BytecodeCache):
    """What every service draws with (forms, layout) is compiled once in a process."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        kept = self._kept.get(bucket.key)
        if kept is not None:
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


_compiled_once = _CompiledOnce()


def look(
    templates: Path,
    navigation: tuple[NavItem, ...],
    service_title: str,
    *,
    invented: bool = False,
) -> Look:
    """Prepare the templates of a service."""
    return Look(_environment(templates), navigation, service_title, invented)


def compile_templates(templates: Path) -> None:
    """Compile the templates of a service, in a thread: the first page drawn with forms would
    hold the event loop for 60 ms otherwise.
    """
    environment = _environment(templates)
    for name in environment.list_templates(extensions=["html"]):
        environment.get_template(name)


@functools.cache
def _environment(templates: Path) -> Environment:
    environment = Environment(
        loader=ChoiceLoader([FileSystemLoader(templates), FileSystemLoader(TEMPLATES)]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=_compiled_once,
    )
    environment.filters.update(french.FILTERS)
    environment.globals.update(static_url=static_url, new_command_id=new_id, plural=french.plural)
    return environment


def is_fragment(request: Request) -> bool:
    """Whether the answer goes into a page that is open already."""
    declared = getattr(request.state, "declared", None)
    asked_by_htmx = request.headers.get("hx-request") == "true"
    return asked_by_htmx or (declared is not None and declared.kind == "fragment")


def render(request: Request, name: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """Draw a template. It also gets `identity`, `menu`, `notice` and `correlation_id`."""
    drawn: Look = request.app.state.look
    identity = identity_of(request)
    notice = None if is_fragment(request) else _notice(request)
    page = drawn.environment.get_template(name).render(
        request=request,
        path=request.url.path,
        identity=identity,
        menu=[item for item in drawn.navigation if item.shown_to(identity)],
        notice=notice,
        correlation_id=request.state.correlation_id,
        service_title=drawn.service_title,
        demonstration=drawn.demonstration,
        **context,
    )
    response = HTMLResponse(page, status)
    if notice is not None:
        response.delete_cookie(NOTICE_COOKIE, httponly=True, samesite="lax")
    return response


def see_other(url: str, *, notice: str | None = None) -> Response:
    """Send to a page after a change; `notice` is shown there once."""
    response = RedirectResponse(url, 303)
    if notice is not None:
        # In a cookie, not in the address: what was done stays out of histories and logs.
        response.set_cookie(
            NOTICE_COOKIE,
            base64.urlsafe_b64encode(notice[:NOTICE_MAX].encode()).decode(),
            max_age=NOTICE_SECONDS,
            httponly=True,
            samesite="lax",
        )
    return response


def _notice(request: Request) -> str | None:
    kept = request.cookies.get(NOTICE_COOKIE)
    if not kept:
        return None
    try:
        return base64.urlsafe_b64decode(kept).decode()[:NOTICE_MAX]
    except (binascii.Error, ValueError):
        return None
