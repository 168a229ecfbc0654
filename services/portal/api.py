"""What the other services ask the portal: who a session belongs to."""

from fastapi import Request, Response

from services.chassis.identity import IDENTITY
from services.chassis.permissions import PUBLIC
from services.chassis.runtime import Runtime
from services.chassis.sessions import cookie_name
from services.chassis.web.answering import SignInNeeded, runtime_of
from services.chassis.web.routing import Router
from services.portal.queries import identity_of_session
from services.portal.storage.tables import DEPARTMENT

router = Router()


@router.query("/api/portal/session", action=PUBLIC)
async def session(request: Request) -> Response:
    """The identity behind the session's cookie; 401 without one that is open."""
    runtime: Runtime = runtime_of(request)
    token = request.cookies.get(cookie_name(runtime.settings))
    if not token:
        raise SignInNeeded
    async with runtime.work.begin(DEPARTMENT) as uow:
        identity = await identity_of_session(uow, token=token, now=uow.now)
    if identity is None:
        raise SignInNeeded
    return Response(IDENTITY.dump_json(identity), media_type="application/json")
