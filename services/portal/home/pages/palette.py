"""The palette every page opens by Ctrl-K: the pages one may open, and the keys there are."""

from fastapi import Request, Response

from services.chassis.unit_of_work.permissions import SIGNED_IN
from services.chassis.web.answers.rendering import render
from services.chassis.web.router import Router

router = Router()


@router.fragment("/palette", action=SIGNED_IN)
async def palette(request: Request) -> Response:
    """Its two dialogs; the script of pages adds what the open page offers (palette.js)."""
    return render(request, "portal/home/palette.html")
