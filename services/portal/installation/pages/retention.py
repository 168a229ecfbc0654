"""What has had its time, over the whole installation: one part per service, drawn by the service."""

from fastapi import Request, Response

from services.chassis.unit_of_work.permissions import PURGE
from services.chassis.web.answers.rendering import render
from services.chassis.web.router import Router

router = Router()


@router.page("/conservation", action=PURGE)
async def retention(request: Request) -> Response:
    """What is past its time in the head's lycée (conservation)."""
    return render(
        request, "portal/installation/retention.html", services=request.app.state.installation
    )
