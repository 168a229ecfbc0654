"""Addresses of merged cards: a reader is redirected, a writer is told."""

import re
from dataclasses import replace
from typing import Any
from uuid import UUID

from starlette.requests import Request

from services.chassis.base.errors import Conflict, Moved, PasserelleError
from services.chassis.web.views.forms import Typed

AN_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


class MovedMeanwhile(Conflict):
    """A resource that moved and was named in what was sent: no other address leads to it."""

    code = "moved-meanwhile"
    title = (
        "La fiche choisie a été fusionnée avec une autre entre-temps\u202f: vérifiez celle qui reste,"
        " puis recommencez."
    )

    def __init__(self, moved: Moved) -> None:
        super().__init__()
        self.old, self.new = moved.old, moved.new


def as_asked(request: Request, error: PasserelleError) -> PasserelleError:
    """The error; of what moved, a conflict when its address would be the same again."""
    if isinstance(error, Moved) and address_now(request, error) == _asked(request):
        return MovedMeanwhile(error)
    return error


def address_now(request: Request, moved: Moved) -> str:
    """The address of a moved resource, with its new id."""

    def now(found: re.Match[str]) -> str:
        return str(moved.new) if UUID(found[0]) == moved.old else found[0]

    return AN_ID.sub(now, _asked(request))


def naming_what_stays(typed: Typed[Any], error: PasserelleError) -> Typed[Any]:
    """What was typed, about what stands now."""
    if not isinstance(error, MovedMeanwhile):
        return typed
    old, new = str(error.old), str(error.new)
    return replace(typed, values={k: new if v == old else v for k, v in typed.values.items()})


def _asked(request: Request) -> str:
    return str(request.url.replace(scheme="", netloc=""))
