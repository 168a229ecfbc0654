"""Pages: templates of the service over those of the chassis, and redirections with a notice."""

import base64
import binascii
import functools
import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from operator import attrgetter
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
)
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from contracts.words import SOUGHT_MAX, leaves_words_out
from services.chassis.base.demonstration import loading_percent
from services.chassis.base.identity import Identity, Role
from services.chassis.base.settings import Settings
from services.chassis.unit_of_work.unit_of_work import new_id
from services.chassis.web.answers.query_route import identity_of
from services.chassis.web.option_lists import options_url
from services.chassis.web.requests.lycee_choice import chooser_of
from services.chassis.web.requests.page_marks import watched_of
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.static import Theme, static_url
from services.chassis.web.views import french
from services.chassis.web.views.event_names import fact_name
from services.chassis.web.views.navigation import NavItem, Place, creations
from services.chassis.web.views.page_environment import PageEnvironment
from services.chassis.web.views.template_cache import TemplateCache

TEMPLATES = Path(__file__).parents[1] / "templates"
UNREAD_HEADER = "Passerelle-Unread"
"""How many notices are not read: what an open page fetches tells its bell."""
NOTICE_COOKIE = "passerelle_notice"
NOTICE_SECONDS = 60
NOTICE_MAX = 400


Menu = tuple[Sequence[NavItem], Sequence[Place]]


@dataclass(frozen=True)
class Look:
    """What the pages of one service are drawn with."""

    environment: Environment
    navigation: tuple[NavItem, ...]
    service_title: str
    demonstration: bool = False
    """Whether each page says that what it shows is invented."""
    data_folder: Path | None = None
    """Where is written how far the demonstration is while it is loaded."""
    theme: Theme = "neutre"
    state_service: str = ""
    """Whose name is under the Marianne, in the theme of the State."""
    _menus: dict[frozenset[Role], Menu] = field(default_factory=dict, compare=False)

    def menu_of(self, identity: Identity | None) -> Menu:
        """The entries of the menu somebody finds, and what they may create: by their roles alone."""
        roles = identity.roles if identity else frozenset()
        known = self._menus.get(roles)
        if known is None:
            shown = [item for item in self.navigation if item.shown_to(identity)]
            known = self._menus[roles] = shown, creations(shown, identity)
        return known


_compiled = TemplateCache()
_compiling = threading.Lock()


def look(
    templates: Path,
    navigation: tuple[NavItem, ...],
    service_title: str,
    settings: Settings,
) -> Look:
    """Prepare the templates of a service."""
    return Look(
        _environment(templates),
        tuple(sorted(navigation, key=attrgetter("rank"))),
        service_title,
        demonstration=settings.demonstration,
        data_folder=settings.data_folder,
        theme=settings.theme,
        state_service=settings.state_service,
    )


def compile_templates(templates: Path, data_folder: Path | None = None) -> None:
    """Compile the templates of a service, in a thread: the first page drawn with forms would
    hold the event loop for 60 ms otherwise. Kept in the data folder for the next start.

    One service at a time: of six threads that compile, the event loop would wait for each.
    """
    with _compiling:
        if data_folder is not None:
            _compiled.keep_in(data_folder)
        environment = _environment(templates)
        for name in environment.list_templates(extensions=["html"]):
            environment.get_template(name)


@functools.cache
def _environment(templates: Path) -> Environment:
    environment = PageEnvironment(
        loader=ChoiceLoader(
            [FileSystemLoader(templates), _of_features(templates), FileSystemLoader(TEMPLATES)]
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=_compiled,
    )
    environment.filters.update(french.FILTERS, fact_name=fact_name)
    environment.globals.update(
        static_url=static_url,
        new_command_id=new_id,
        plural=french.plural,
        leaves_words_out=leaves_words_out,
        sought_max=SOUGHT_MAX,
        options_url=options_url,
    )
    return environment


def _of_features(templates: Path) -> BaseLoader:
    """The templates that stand in the folders of features: `<service>/<feature>/<file>`."""
    service = templates.parent
    features = {
        folder.parent.name: FileSystemLoader(folder) for folder in service.glob("*/templates")
    }
    return PrefixLoader({service.name: PrefixLoader(features)})


@dataclass(frozen=True)
class Undo:
    """What takes back what was just done: the form behind « Annuler »."""

    action: str
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Notice:
    """What was just done, said once on the page one is sent to."""

    text: str
    undo: Undo | None = None


def is_fragment(request: Request) -> bool:
    """Whether the answer goes into a page that is open already."""
    declared = context_of(request).declared
    asked_by_htmx = request.headers.get("hx-request") == "true"
    return asked_by_htmx or (declared is not None and declared.kind == "fragment")


def render(request: Request, name: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """Draw a template. It also gets `identity`, `menu`, `creations`, `notice`, `chooser` (of the
    lycée shown) and `correlation_id`.
    """
    drawn: Look = request.app.state.look
    identity = identity_of(request)
    menu, created = drawn.menu_of(identity)
    notice = None if is_fragment(request) else _notice(request)
    page = drawn.environment.get_template(name).render(
        request=request,
        path=request.url.path,
        identity=identity,
        menu=menu,
        creations=created,
        notice=notice,
        chooser=chooser_of(request),
        correlation_id=context_of(request).correlation_id,
        service_title=drawn.service_title,
        demonstration=drawn.demonstration,
        loading=loading_percent(drawn.data_folder) if drawn.demonstration else None,
        theme=drawn.theme,
        state_service=drawn.state_service,
        printed_on=datetime.now(UTC),
        watched=watched_of(request),
        unread=context_of(request).unread,
        **context,
    )
    response = HTMLResponse(page, status)
    if (unread := context_of(request).unread) is not None:
        response.headers[UNREAD_HEADER] = str(unread)
    if notice is not None:
        response.delete_cookie(NOTICE_COOKIE, httponly=True, samesite="lax")
    return response


def draw(request: Request, name: str, context: Mapping[str, Any]) -> Markup:
    """Draw a part of a page of this and nothing else: not of who asks, nor of what is asked."""
    drawn: Look = request.app.state.look
    return drawn.environment.get_template(name).make_module(dict(context)).__html__()


def see_other(url: str, *, notice: str | None = None, undo: Undo | None = None) -> Response:
    """Send to a page after a change; `notice` is shown there once, with a button to undo it."""
    return _telling(RedirectResponse(url, 303), notice, undo)


def send_on(url: str, *, notice: str, undo: Undo | None = None) -> Response:
    """Have the browser send the same form on to a page that draws what of it is left to do.

    What was typed travels in neither an address nor a cookie, and is not kept with the answer.
    """
    return _telling(RedirectResponse(url, 307), notice, undo)


def _telling(response: Response, notice: str | None, undo: Undo | None) -> Response:
    if notice is not None:
        told = [notice[:NOTICE_MAX], *([undo.action, dict(undo.fields)] if undo else [])]
        # In a cookie, not in the address: what was done stays out of histories and logs.
        response.set_cookie(
            NOTICE_COOKIE,
            base64.urlsafe_b64encode(json.dumps(told).encode()).decode(),
            max_age=NOTICE_SECONDS,
            httponly=True,
            samesite="lax",
        )
    return response


def _notice(request: Request) -> Notice | None:
    kept = request.cookies.get(NOTICE_COOKIE)
    if not kept:
        return None
    try:
        text, *undo = json.loads(base64.urlsafe_b64decode(kept))
        return Notice(str(text)[:NOTICE_MAX], _undo(*undo) if undo else None)
    except (binascii.Error, ValueError, TypeError, AttributeError):
        return None


def _undo(action: str, fields: Mapping[str, str]) -> Undo | None:
    """The form of a notice; one that would be sent to another site is no undo of ours."""
    if not action.startswith("/") or action.startswith("//"):
        return None
    return Undo(action, {str(name): str(value) for name, value in fields.items()})
