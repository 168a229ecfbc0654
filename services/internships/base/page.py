"""Drawing a page with what all pages of this service need."""

from typing import Any

from fastapi import Request, Response

from contracts.identifiers import Uai
from services.chassis.unit_of_work.permissions import Action
from services.chassis.web.answers.rendering import render
from services.chassis.web.requests.lycee_choice import writable
from services.internships.permissions import MANAGE_PLACEMENTS, PERMISSIONS


def draw(
    request: Request,
    name: str,
    *,
    of: Uai | None = None,
    action: Action = MANAGE_PLACEMENTS,
    **context: Any,
) -> Response:
    """Draw a template; it also gets `may_write` (the bureau) and `lycees`, those it may write for.

    `of`: whose page it is, when it is about one lycée's; `action`: what one writes there.
    """
    lycees = writable(request, PERMISSIONS, action)
    return render(
        request,
        name,
        may_write=any(of in (None, uai) for uai, _ in lycees),
        lycees=lycees,
        **context,
    )
