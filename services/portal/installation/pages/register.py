"""The register of processing of the whole installation: one part per service, drawn by the service."""

from fastapi import Request, Response

from services.chassis.unit_of_work.permissions import PURGE, READ_REGISTER
from services.chassis.web.answers.rendering import render
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import Router
from services.portal.permissions import PERMISSIONS

router = Router()


@router.page("/registre", action=READ_REGISTER)
async def register(request: Request) -> Response:
    """What is kept, why, for whom and until when (registre des traitements)."""
    return render(
        request,
        "portal/installation/register.html",
        services=request.app.state.installation,
        may_purge=PERMISSIONS.allows(context_of(request).user, PURGE),
    )
