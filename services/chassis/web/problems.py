"""The one place that turns an error into an answer: problem+json for programs, a page otherwise.

Nothing of the machine is shown: no stack, no version, only the id that leads to the logs.
"""

from urllib.parse import quote

from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from services.chassis.base.errors import (
    Forbidden,
    Invalid,
    Moved,
    NotFound,
    PasserelleError,
    StaleVersion,
    Unavailable,
)
from services.chassis.database.engine import is_too_slow
from services.chassis.database.infrastructure_errors import is_trouble
from services.chassis.web.answers.moved_resources import address_now, as_asked
from services.chassis.web.answers.offline_forms import is_sent_later
from services.chassis.web.answers.query_route import (
    SignInNeeded,
    is_for_programs,
    say_when_to_retry,
)
from services.chassis.web.answers.rendering import is_fragment, render
from services.chassis.web.requests.bodies import BodyTooLarge, BodyTooSlow
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.views.forms import FormRefused
from services.chassis.web.views.messages import message_of

SIGN_IN_PATH = "/connexion"


class NotAllowedHere(PasserelleError):
    """The address exists, the method does not."""

    status = 405
    code = "method-not-allowed"
    title = "Action impossible à cette adresse"


class Unreadable(PasserelleError):
    """Not HTTP as we speak it."""

    status = 400
    code = "bad-request"
    title = "La demande n’a pas pu être lue"


_BY_STATUS: dict[int, type[PasserelleError]] = {
    401: SignInNeeded,
    404: NotFound,
    405: NotAllowedHere,
    413: BodyTooLarge,
    422: Invalid,
    503: Unavailable,
}


def known_error(error: Exception) -> PasserelleError:
    """The error as one of ours, so that it has a status, a code and a sentence."""
    if isinstance(error, PasserelleError):
        return error
    if isinstance(error, RequestValidationError):
        # An address that cannot be one of ours is answered like one that is not there.
        if all(problem["loc"][0] == "path" for problem in error.errors()):
            return NotFound()
        problems = {str(p["loc"][-1]): message_of(p) for p in error.errors()}
        return FormRefused(problems)
    if isinstance(error, HTTPException):
        return _BY_STATUS.get(error.status_code, Unreadable)()
    if is_trouble(error) or is_too_slow(error):
        return Unavailable()
    return PasserelleError()


def render_error(request: Request, error: Exception) -> Response:
    """The answer to a request that failed."""
    known = as_asked(request, known_error(error))
    if isinstance(known, Moved):
        # With the same method and body: what was typed there is not lost. Not for ever: merges end.
        return RedirectResponse(address_now(request, known), 307)
    by_script = is_for_programs(request) or is_sent_later(request)
    if by_script and not is_fragment(request):
        response = _problem(request, known)
    elif isinstance(known, SignInNeeded) and request.method == "GET" and not is_fragment(request):
        return RedirectResponse(_sign_in_address(request), 303)
    else:
        name = "errors/fragment.html" if is_fragment(request) else "errors/page.html"
        response = render(request, name, status=known.status, error=known)
    if isinstance(error, HTTPException) and error.headers:
        response.headers.update(error.headers)
    if isinstance(known, SignInNeeded):
        response.headers["WWW-Authenticate"] = "Bearer"
    if isinstance(known, BodyTooSlow):
        # What is still on its way is not waited for.
        response.headers["Connection"] = "close"
    say_when_to_retry(response, known)
    return response


def _problem(request: Request, error: PasserelleError) -> Response:
    """RFC 9457, with the fields a form would show.

    A program that may not is told so (403); a page says it as of what is not there.
    """
    refused = isinstance(error, Forbidden) and is_for_programs(request)
    status = 403 if refused else error.status
    content: dict[str, object] = {
        "type": f"urn:passerelle:problem:{error.code}",
        "title": error.title,
        "status": status,
        "code": error.code,
        "correlation_id": str(context_of(request).correlation_id),
        **jsonable_encoder(error.told),
    }
    if error.detail:
        content["detail"] = error.detail
    if isinstance(error, FormRefused):
        content["errors"] = error.errors
    elif isinstance(error, Invalid) and error.field:
        content["errors"] = {error.field: error.detail or error.title}
    elif isinstance(error, StaleVersion):
        content["current"] = jsonable_encoder(error.current)
    return JSONResponse(content, status, media_type="application/problem+json")


def _sign_in_address(request: Request) -> str:
    """The sign-in form that comes back to what was asked."""
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return SIGN_IN_PATH if wanted == "/" else f"{SIGN_IN_PATH}?next={quote(wanted, safe='/')}"
