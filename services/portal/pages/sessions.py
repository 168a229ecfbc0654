"""What the pages of the way in share: the session's cookie, and where to go with it."""

from urllib.parse import urlsplit
from uuid import UUID

from fastapi import Request, Response

from services.chassis.runtime import Runtime
from services.chassis.sessions import cookie_name, is_https
from services.chassis.web.rendering import see_other


def with_session(runtime: Runtime, token: str, *, wanted: str) -> Response:
    """Go to the page that was wanted, holding a new session: one planted before is worth nothing."""
    response = see_other(own_path(wanted))
    response.set_cookie(
        cookie_name(runtime.settings),
        token,
        httponly=True,
        samesite="lax",
        secure=is_https(runtime.settings),
    )
    return response


async def tell_revoked(runtime: Runtime, account_id: UUID) -> None:
    """Have every service ask again who the sessions of this account belong to."""
    runtime.sessions.forget(account_id)
    subject = f"revoked.portal.{runtime.settings.department}"
    await runtime.bus.signal(subject, str(account_id).encode())


def address_of(request: Request) -> str:
    """Where the request comes from."""
    return request.client.host if request.client else "unknown"


def own_path(wanted: str) -> str:
    """Where to go after signing in: a path of ours, or the home page."""
    # Browsers read a backslash as a slash, and skip tabs and line ends.
    plain = wanted.isprintable() and "\\" not in wanted
    parts = urlsplit(wanted) if plain else None
    if parts is None or parts.scheme or parts.netloc or not wanted.startswith("/"):
        return "/"
    return "/" if wanted.startswith("//") else wanted
