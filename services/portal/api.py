"""What the other services ask the portal: who a session belongs to."""

from fastapi import Request, Response

from services.chassis.base.identity import IDENTITY, Identity
from services.chassis.runtime.running_service import Runtime
from services.chassis.security.sessions import (
    TOKEN_PREFIX,
    bearer_token,
    cookie_name,
    session_secret,
)
from services.chassis.unit_of_work.permissions import PUBLIC
from services.chassis.web.answers.query_route import SignInNeeded, runtime_of
from services.chassis.web.router import Router
from services.portal.api_tokens.queries import identity_of_token
from services.portal.base.scopes import DEPARTMENT
from services.portal.sessions.queries import identity_of_session

router = Router()


@router.query("/api/portal/session", action=PUBLIC, also=(401,))
async def session(request: Request) -> Response:
    """The identity behind the session's cookie or a program's token; 401 without one that is open."""
    runtime: Runtime = runtime_of(request)
    secret = bearer_token(request) or session_secret(request, cookie_name(runtime.settings))
    identity = await identity_behind(runtime, secret) if secret else None
    if identity is None:
        raise SignInNeeded
    return Response(IDENTITY.dump_json(identity), media_type="application/json")


async def identity_behind(runtime: Runtime, secret: str) -> Identity | None:
    """Whose a session's secret or a program's token is; None of one that opens nothing."""
    read = identity_of_token if secret.startswith(TOKEN_PREFIX) else identity_of_session
    async with runtime.work.begin(DEPARTMENT) as uow:
        required = runtime.settings.second_factor_roles
        return await read(uow, token=secret, required=required, now=uow.now)
