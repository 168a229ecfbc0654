"""Drawing a page with what all pages of this service need."""

from typing import Any

from fastapi import Request, Response

from services.chassis.web.rendering import render
from services.internships.permissions import MANAGE_PLACEMENTS, PERMISSIONS


def draw(request: Request, name: str, **context: Any) -> Response:
    """Draw a template; it also gets `may_write` (the bureau) and `lycees` (by UAI)."""
    identity = request.state.identity
    return render(
        request,
        f"internships/{name}.html",
        may_write=PERMISSIONS.allows(identity, MANAGE_PLACEMENTS),
        lycees=identity.lycees,
        **context,
    )
