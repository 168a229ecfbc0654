"""Where a browser goes once the password was right: in, or to the second half of its sign-in."""

from urllib.parse import urlencode

from fastapi import Request, Response

from services.chassis.runtime.running_service import Runtime
from services.chassis.security.sessions import is_https
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.answers.rendering import see_other
from services.portal.sessions.pages import own_path, with_session
from services.portal.sign_in.model import LASTS, Step, WayIn

HALF_COOKIE = "passerelle_half"
"""The secret of a sign-in half done; it opens the pages of its second half, and no other."""
UNDER = "/connexion"
CODE_PAGE = f"{UNDER}/verification"
SET_UP_PAGE = f"{UNDER}/mise-en-place"
_PAGES = {Step.CODE: CODE_PAGE, Step.SET_UP: SET_UP_PAGE}


def going_in(request: Request, way: WayIn, *, wanted: str) -> Response:
    """Go to the page that was wanted holding a session, or to what is asked before."""
    runtime = runtime_of(request)
    if way.step is Step.SESSION:
        return with_session(runtime, way.secret, wanted=wanted)
    response = see_other(f"{_PAGES[way.step]}?{urlencode({'next': own_path(wanted)})}")
    response.set_cookie(
        HALF_COOKIE,
        way.secret,
        max_age=int(LASTS.total_seconds()),
        path=UNDER,
        httponly=True,
        samesite="lax",
        secure=is_https(runtime.settings),
    )
    return response


def half_secret(request: Request) -> str:
    """The secret of the sign-in this browser has half done; empty without one."""
    return request.cookies.get(HALF_COOKIE, "")


def forget_half(response: Response, runtime: Runtime) -> None:
    """Leave nothing of it in the browser."""
    response.delete_cookie(
        HALF_COOKIE,
        path=UNDER,
        httponly=True,
        samesite="lax",
        secure=is_https(runtime.settings),
    )
