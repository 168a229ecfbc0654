"""Admitting who asks, and answering what reads."""

from __future__ import annotations

import hmac
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

from fastapi import Request, Response

from contracts.identifiers import Uai
from services.chassis.base.errors import Forbidden, NotFound, PasserelleError, Unavailable
from services.chassis.base.identity import Identity
from services.chassis.base.settings import Settings
from services.chassis.base.turns import ASKING
from services.chassis.live.unread_counts import COUNTS
from services.chassis.runtime.running_service import Runtime
from services.chassis.unit_of_work.permissions import PUBLIC
from services.chassis.unit_of_work.unit_of_work import Scope, UnitOfWork
from services.chassis.web.requests import api_tokens, request_audit
from services.chassis.web.requests.lycee_choice import choose
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.requests.request_guards import refuse_strange_address
from services.chassis.web.requests.visitor_pace import Pace, visitor_of
from services.chassis.web.routes.route_spec import Declared

RETRY_AFTER_SECONDS = 5
"""When to come back after a 503 whose end is not known."""
SECRETS = Pace(times=120, seconds=60)
"""Openings of one kind of secret address by one visitor: nobody finds one by trying."""
SHOWN = frozenset({"page", "fragment", "form"})
"""The kinds of routes whose answers people look at."""
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
    """Let the request through, or raise.

    Its context then says `identity`, `actor`, `scope` and `shown`.

    Raises SignInNeeded without a session, Forbidden (answered as an absence) without the role.
    """
    context = context_of(request)
    context.declared = declared
    ASKING.set(visitor_of(request))
    if declared.secret:
        SECRETS.count(f"{visitor_of(request)} {request.scope['route'].path}")
    if declared.action == PUBLIC:
        # Not asked of the portal: it answers others who they are through such a route.
        return Scope(frozenset())
    runtime = runtime_of(request)
    if declared.by_token and _knows_the_token(request, runtime.settings):
        return Scope(frozenset())
    known = await runtime.sessions.of(request)
    if known is None:
        api_tokens.refuse_unknown(request)
        raise SignInNeeded
    context.identity = known
    ASKING.set(known.account_id)
    choose(request, context.scope)
    if known.token is not None:
        await api_tokens.hold_to(request, known.token, declared, runtime.name)
    permissions = runtime.permissions
    if not permissions.allows(known, declared.action):
        await request_audit.refused(request, declared.action.name)
        raise Forbidden(permissions.refusal(declared.action))
    scope = context.scope = permissions.scope(known, declared.action)
    context.actor = permissions.actor(known, declared.action)
    choose(request, scope, whole=declared.whole)
    if known.token is None and declared.kind in SHOWN:
        context.unread = await COUNTS.of(known, runtime.ask, runtime.work.department_uai)
    return scope


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
    refuse_strange_address(request)

    async def read() -> Response:
        return await (_read(request, inner) if needs_work else inner(request))

    return await shown_or_whole(request, scope, read)


async def shown_or_whole(
    request: Request, scope: Scope, read: Callable[[], Awaitable[Response]]
) -> Response:
    """Read what the reader chose to see; what is asked by its id is shown whatever was chosen."""
    context = context_of(request)
    try:
        return await read()
    except NotFound:
        if context.shown == scope:
            raise
    context.shown = scope
    return await read()


async def _read(request: Request, inner: Inner) -> Response:
    context = context_of(request)
    async with begin(request, context.shown) as uow:
        context.uow = uow
        return await inner(request)


@asynccontextmanager
async def begin(
    request: Request,
    scope: Scope,
    *,
    uai: Uai | None = None,
    patient: bool = False,
    planned_once: bool = False,
) -> AsyncIterator[UnitOfWork]:
    """Open a transaction for a request, within its account's share of the connections.

    `patient` as for `Shares.held`, `planned_once` as for `begin_in`. Raises TooManyAtOnce, and what `UnitsOfWork.begin` raises.
    """
    context = context_of(request)
    opening = runtime_of(request).work.begin(
        scope,
        uai=uai,
        actor=context.actor,
        correlation_id=context.correlation_id,
        planned_once=planned_once,
    )
    async with _share(request, patient=patient), opening as uow:
        yield uow


@asynccontextmanager
async def _share(request: Request, *, patient: bool) -> AsyncIterator[None]:
    """One part of the account's share. A request that has one waits for no other, ever."""
    context = context_of(request)
    account = context.identity
    if account is None or context.has_share:
        yield
        return
    async with runtime_of(request).shares.held(account.account_id, patient=patient):
        context.has_share = True
        try:
            yield
        finally:
            context.has_share = False


def still_allowed(request: Request, *, unattended: bool = False) -> Callable[[], Awaitable[bool]]:
    """Asks whether an answer that goes on may: the session stands, and opens what it opened.

    `unattended`: without keeping the session open, which ends when nobody does anything with it.
    """
    sessions, admitted = runtime_of(request).sessions, identity_of(request)

    async def ask() -> bool:
        try:
            known = sessions.remembered(request) if unattended else None
            known = known or await sessions.of(request)
        except Unavailable:
            return False
        return known is not None and admitted is not None and known.grants == admitted.grants

    return ask


async def recognise(request: Request) -> None:
    """Learn who asks for a page that is not there: its menu leads on all the same."""
    if identity_of(request) is not None or is_for_programs(request):
        return
    with suppress(Unavailable):
        context_of(request).identity = await runtime_of(request).sessions.of(request)
        choose(request, Scope(frozenset()))


def is_for_programs(request: Request) -> bool:
    """Whether the address is of the API, where nobody is shown a page."""
    return request.url.path.startswith("/api/")


def identity_of(request: Request) -> Identity | None:
    """Who asks, when the request got far enough to know."""
    return context_of(request).identity


def say_when_to_retry(response: Response, error: PasserelleError) -> None:
    """Put `Retry-After` on an answer that means "not now"."""
    seconds = getattr(error, "retry_after_seconds", None)
    if seconds is None and error.status == 503:
        seconds = RETRY_AFTER_SECONDS
    if seconds is not None:
        response.headers["Retry-After"] = str(seconds)
