"""What an address may ask: a route that shows figures answers no question but those it declares.

A parameter nobody declared is usually dropped in silence; where figures about people are shown, it is
refused, so that nobody takes an answer for a narrower one, and no cut of the table is ever added by accident.
"""

from collections.abc import Iterator
from uuid import UUID

from fastapi import Depends, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from services.chassis.base.errors import Invalid
from services.chassis.web.router import Router


class QuestionUnknown(Invalid):
    """A parameter the address does not have."""

    code = "question-unknown"
    title = "Cette page ne se filtre pas et ne se trie pas ainsi"


async def refuse_other_parameters(request: Request) -> None:
    """Raises QuestionUnknown for a parameter the route does not declare."""
    route: APIRoute = request.scope["route"]
    known = set(_declared(route.dependant))
    refused = sorted(request.query_params.keys() - known)
    if refused:
        allowed = ", ".join(sorted(known)) or "aucun"
        raise QuestionUnknown(
            f"Paramètre refusé\u202f: {', '.join(refused)[:80]}. Paramètres connus\u202f: {allowed}."
        )


def _declared(dependant: Dependant) -> Iterator[str]:
    """What the route asks itself, and what those it depends on ask for it."""
    yield from (field.alias for field in dependant.query_params)
    for one in dependant.dependencies:
        yield from _declared(one)


def strict_router() -> Router:
    """A router whose addresses refuse a filter or an order they do not have."""
    router = Router()
    router.dependencies.append(Depends(refuse_other_parameters))
    return router


def asked_id(request: Request, name: str) -> UUID | None:
    """An id an address asks for, when it is one."""
    try:
        return UUID(request.query_params.get(name, ""))
    except ValueError:
        return None
