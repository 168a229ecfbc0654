"""Which browser began to set a second factor: it alone is shown what the application is given.

Another session of the account may be somebody else's, who found it open and knows no password.
"""

import secrets
from datetime import timedelta
from uuid import UUID

from fastapi import Request, Response

from services.chassis.security.sessions import is_https
from services.chassis.web.answers.query_route import runtime_of

BEGUN_COOKIE = "passerelle_factor"
PURPOSE = "begun-factor"


def hold_begun(
    request: Request, response: Response, factor_id: UUID, *, under: str, lasts: timedelta
) -> Response:
    """An answer whose browser may go on with this factor, on the pages `under` an address."""
    response.set_cookie(
        BEGUN_COOKIE,
        _mark(request, factor_id),
        max_age=int(lasts.total_seconds()),
        path=under,
        httponly=True,
        samesite="lax",
        secure=is_https(runtime_of(request).settings),
    )
    return response


def is_begun_here(request: Request, factor_id: UUID) -> bool:
    """Whether this browser began it."""
    held = request.cookies.get(BEGUN_COOKIE, "")
    return secrets.compare_digest(_mark(request, factor_id).encode(), held.encode())


def _mark(request: Request, factor_id: UUID) -> str:
    return runtime_of(request).work.links.digest(PURPOSE, str(factor_id))
