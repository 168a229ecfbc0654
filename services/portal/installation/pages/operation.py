"""The operator's page about the whole installation: one part per service, drawn by the service."""

from fastapi import Request, Response

from services.chassis.base.settings import Settings
from services.chassis.operations.setup_checks import remarks, untold
from services.chassis.unit_of_work.permissions import OPERATE
from services.chassis.web.answers.rendering import render
from services.chassis.web.router import Router

router = Router()


@router.page("/exploitation", action=OPERATE)
async def operating(request: Request) -> Response:
    """What is wrong, service by service (exploitation)."""
    settings: Settings = request.app.state.settings
    return render(
        request,
        "portal/installation/operating.html",
        services=request.app.state.installation,
        remarks=list(remarks(untold(settings))),
    )
