"""Pages that are made again once a mark of the server is another one than when they were drawn."""

from dataclasses import dataclass

from fastapi import Request

from services.chassis.web.requests.request_context import context_of

WATCHED = "watched"


@dataclass(frozen=True)
class Watched:
    """Where an open page asks for the mark (`live.js`), and the one it was drawn with."""

    address: str
    mark: str


def watch(request: Request, address: str, mark: str) -> None:
    """Have the page that is being drawn ask this address. Call it before what it shows is read."""
    context_of(request).read_once[WATCHED] = Watched(address, mark)


def watched_of(request: Request) -> Watched | None:
    """What the page that is being drawn asks for, if anything."""
    watched: Watched | None = context_of(request).read_once.get(WATCHED)
    return watched
