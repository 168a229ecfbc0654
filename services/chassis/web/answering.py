"""Admitting who asks, and answering what reads."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable

from fastapi import Request, Response

from services.chassis.errors import Forbidden, PasserelleError
from services.chassis.identity import Identity
from services.chassis.permissions import PUBLIC
from services.chassis.runtime import Runtime
from services.chassis.settings import Settings
from services.chassis.web.declared import Declared
from services.chassis.work import Scope

RETRY_AFTER_SECONDS = 5
"""When to come back after a 503 whose end is not known."""
Inner = Callable[[Request], Awaitable[Response]]


class SignInNeeded(PasserelleError):
    """No session, or one that is over. A page sends to the sign-in form and back again."""

    status = 401
    code = "sign-in-needed"
    title = "Connectez-vous pour continuer"


def runtime_of(request: Request) -> Runtime:
    """The running service that answers the request."""
    runtime: Runtime = request.app.state.runtime
    return runtime


async def admit(request: Request, declared: Declared) -> Scope:
    """Let the request through, or raise; leaves `identity`, `scope` and `actor` on its state.

    Raises SignInNeeded without a session, Forbidden (answered as an absence) without the role.
    """
    request.state.declared = declared
    request.state.identity = request.state.actor = None
    request.state.scope = Scope(frozenset())
    if declared.action == PUBLIC:
        # Not asked of the portal: it answers others who they are through such a route.
        return Scope(frozenset())
    runtime = runtime_of(request)
    if declared.by_token and _knows_the_token(request, runtime.settings):
        return Scope(frozenset())
    known = await runtime.sessions.of(request)
    if known is None:
        raise SignInNeeded
    request.state.identity = known
    permissions = runtime.permissions
    if not permissions.allows(known, declared.action):
        raise Forbidden
    request.state.scope = permissions.scope(known, declared.action)
    request.state.actor = permissions.actor(known, declared.action)
    return permissions.scope(known, declared.action)


def _knows_the_token(request: Request, settings: Settings) -> bool:
    kind, _, given = request.headers.get("authorization", "").partition(" ")
    token = settings.metrics_token
    if token is None or kind.lower() != "bearer":
        return False
    return hmac.compare_digest(given.strip().encode(), token.get_secret_value().encode())


async def answer_reading(
    request: Request, declared: Declared, inner: Inner, *, needs_work: bool
) -> Response:
    """Answer a GET, in a transaction when its handler wants one."""
    scope = await admit(request, declared)
    if not needs_work:
        return await inner(request)
    async with runtime_of(request).work.begin(
        scope, actor=request.state.actor, correlation_id=request.state.correlation_id
    ) as uow:
        request.state.uow = uow
        return await inner(request)


def identity_of(request: Request) -> Identity | None:
    """Who asks, when the request got far enough to know."""
    return getattr(request.state, "identity", None)


def say_when_to_retry(response: Response, error: PasserelleError) -> None:
    """Put `Retry-After` on an answer that means "not now"."""
    seconds = getattr(error, "retry_after_seconds", None)
    if seconds is None and error.status == 503:
        seconds = RETRY_AFTER_SECONDS
    if seconds is not None:
        response.headers["Retry-After"] = str(seconds)
