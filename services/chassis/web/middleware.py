"""What every answer carries, whoever gives it: pages, errors, files."""

import re
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.chassis.base.errors import PasserelleError
from services.chassis.base.parse_input import address_parts
from services.chassis.base.settings import Settings
from services.chassis.security.sessions import is_https
from services.chassis.unit_of_work.unit_of_work import new_id
from services.chassis.web.problems import render_error
from services.chassis.web.requests.request_context import STATE, RequestContext, context_in
from services.chassis.web.routes.route_spec import declaration

log = structlog.get_logger(__name__)

CORRELATION_HEADER = "X-Correlation-Id"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
POLICY, FRAMES = "Content-Security-Policy", "X-Frame-Options"
ANYBODY_FRAMES = "frame-ancestors *"
"""What the policy of an answer says that other sites may show in a frame: the older header has no word for it."""
SECURITY_HEADERS = {
    POLICY: (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    # Not `no-referrer`: browsers would then send `Origin: null` with our own forms.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
    FRAMES: "DENY",
}
MARIANNE_POLICY = SECURITY_HEADERS["Content-Security-Policy"].replace(
    "img-src 'self'", "img-src 'self' data:"
)
"""Where pages carry the Marianne, which its sheet holds as an image: an image runs nothing."""
SECRET_HEADERS = {
    # Not even our own style sheet is asked for with the secret beside it. Browsers then send
    # `Origin: null` with the form: `Sec-Fetch-Site`, which they send over https, says where from.
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}
"""What an answer carries whose address is a secret."""
HSTS = "max-age=31536000; includeSubDomains"
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


class CrossSiteRefused(PasserelleError):
    """Another site had the browser send this."""

    status = 403
    code = "cross-site-refused"
    title = "Demande refusée\u202f: elle vient d’un autre site"


class HostUnknown(PasserelleError):
    """Asked for by a name that is not ours."""

    status = 421
    code = "host-unknown"
    title = (
        "Passerelle ne répond pas sous ce nom\u202f: ouvrez son adresse habituelle, ou ajoutez ce nom "
        "à PASSERELLE_ALLOWED_HOSTS"
    )


class Correlated:
    """Gives each request its correlation id: the caller's when it is a UUID, else a new one."""

    def __init__(self, app: ASGIApp, service: str) -> None:
        self._app = app
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Bind the id to the logs, show it to the handlers, and give it back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get(CORRELATION_HEADER, "")
        correlation_id = UUID(given) if _UUID.fullmatch(given) else new_id()
        scope.setdefault("state", {})[STATE] = RequestContext(correlation_id)

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[CORRELATION_HEADER] = str(correlation_id)
            await send(message)

        with structlog.contextvars.bound_contextvars(
            correlation_id=str(correlation_id), service=self._service
        ):
            await self._app(scope, receive, answer)


class Guarded:
    """Puts the security headers on every answer, and renders whatever no one else caught."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._https = is_https(settings)
        self._hosts = settings.hosts
        self._headers = SECURITY_HEADERS | (
            {"Strict-Transport-Security": HSTS} if self._https else {}
        )
        if settings.theme == "dsfr":
            self._headers["Content-Security-Policy"] = MARIANNE_POLICY

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def answer(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                self._protect(message, secret=_is_secret(scope))
            await send(message)

        request = Request(scope, receive)
        try:
            if not self._hosts.answers(scope["path"], request.headers.getlist("host")):
                raise HostUnknown
            refuse_cross_site(request)
            await self._app(scope, receive, answer)
        except ClientDisconnect:
            return  # nobody is there to be answered, and nothing was recorded
        except Exception as error:  # the last resort: whatever went wrong, a page without a stack
            if not isinstance(error, PasserelleError):
                log.exception("request.failed", method=scope["method"])
            if started:
                raise
            await render_error(request, error)(scope, receive, answer)

    def _protect(self, message: Message, *, secret: bool) -> None:
        headers = MutableHeaders(scope=message)
        for name, value in SECRET_HEADERS.items() if secret else ():
            headers[name] = value
        for name, value in self._headers.items():
            if name != FRAMES or ANYBODY_FRAMES not in headers.get(POLICY, ""):
                headers.setdefault(name, value)
        headers.setdefault("Cache-Control", "no-store")
        if self._https:
            message["headers"] = [_secured(name, value) for name, value in message["headers"]]


def _is_secret(scope: Scope) -> bool:
    """Whether the route that answers said that its address is a secret."""
    context = context_in(scope)
    return bool(context and context.declared and context.declared.secret)


def _secured(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    if name.lower() == b"set-cookie" and b"; secure" not in value.lower():
        return name, value + b"; Secure"
    return name, value


def refuse_cross_site(request: Request) -> None:
    """Raise CrossSiteRefused for a change another site asks for.

    A browser says where a request comes from. A program that does not holds no session by
    accident, and sends JSON, which no page sends elsewhere without asking first (CORS). A mail
    program sends what a letter told it to, where a route says so.
    """
    if request.method in SAFE_METHODS:
        return
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        if site not in ("same-origin", "none"):
            raise CrossSiteRefused
        return
    origin = request.headers.get("origin")
    if origin is None:
        if not is_json(request.headers) and not _is_one_click(request):
            raise CrossSiteRefused
    elif not _same_origin(origin, request.headers, request.app.state):
        raise CrossSiteRefused


def _is_one_click(request: Request) -> bool:
    """Whether mail programs send it: a secret in the address says they may, and no session does."""
    said = ((route, declaration(route)) for route in request.app.routes)
    return any(
        declared.one_click and route.matches(request.scope)[0] is Match.FULL
        for route, declared in said
        if declared is not None
    )


def is_json(headers: Headers) -> bool:
    """Whether the body is said to be what only programs send."""
    return headers.get("content-type", "").partition(";")[0].strip().lower() == "application/json"


def _same_origin(origin: str, headers: Headers, state: Any) -> bool:
    allowed = {headers.get("host"), urlsplit(state.settings.public_url).netloc}
    asked_from = address_parts(origin)
    return asked_from is not None and asked_from.netloc in allowed - {None, ""}
