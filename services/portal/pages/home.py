"""The home page."""

from fastapi import Request, Response

from services.chassis.permissions import SIGNED_IN
from services.chassis.web.answering import runtime_of
from services.chassis.web.rendering import render
from services.chassis.web.routing import CurrentIdentity, Router
from services.portal.domain.home import parts_for

router = Router()


@router.page("/", action=SIGNED_IN)
async def home(request: Request, identity: CurrentIdentity) -> Response:
    """« Aujourd’hui »: what each role starts the day with."""
    now = runtime_of(request).work.now()
    return render(request, "portal/home.html", now=now, parts=parts_for(identity.roles))
