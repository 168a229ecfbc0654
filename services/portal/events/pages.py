"""What services tell each other: contracts/asyncapi.json, generated from the code, as a page."""

import functools
import json
from importlib.resources import files
from typing import Any

from fastapi import Request, Response
from fastapi.responses import JSONResponse

from services.chassis.unit_of_work.permissions import PUBLIC
from services.chassis.web.answers.query_route import recognise
from services.chassis.web.answers.rendering import render
from services.chassis.web.router import Router
from services.portal.events.model import ToldEvent, told_events

router = Router()


@functools.cache
def _document() -> Any:
    return json.loads(files("contracts").joinpath("asyncapi.json").read_bytes())


@functools.cache
def _told() -> tuple[tuple[str, tuple[ToldEvent, ...]], ...]:
    return told_events(_document())


# It tells how this software speaks, never what anybody said.
@router.query("/api/portal/asyncapi.json", action=PUBLIC)
async def document() -> Response:
    """The document, for tools."""
    return JSONResponse(_document())


@router.page("/evenements", action=PUBLIC)
async def events(request: Request) -> Response:
    """Each event: what it carries, who says it, who listens (événements échangés)."""
    await recognise(request)
    titles = {one.name: one.title for one in request.app.state.installation}
    return render(request, "portal/events/events.html", told=_told(), titles=titles)
