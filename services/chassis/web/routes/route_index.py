"""The index of routes: a request is compared with the few its address may belong to.

Starlette compares it with all routes of a service in turn, up to the one that answers: a service has up
to 376. Here routes stand by how many words their address has, by its first and by its last.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TypeAlias

from starlette.routing import BaseRoute, Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

Shape: TypeAlias = tuple[int, str, str]
"""How many words an address has, its first and its last; the last is empty where it may be any."""
ANY_WORD = ""


class RouteIndex:
    """What stands before the router of a service, and hands a request to a router of few routes.

    Each holds, in their order, all routes that may match such an address: what is answered is what
    the whole router would answer. It is asked itself where an address has no shape of the index.
    """

    def __init__(self, whole: ASGIApp, routes: Sequence[BaseRoute]) -> None:
        self._whole = whole
        self._routers = {shape: _router_of(found) for shape, found in _by_shape(routes).items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or the lifespan of the application."""
        router = None
        if scope["type"] == "http" and not scope.get("root_path"):
            router = self.router_for(scope["path"])
        await (router.app if router else self._whole)(scope, receive, send)

    def router_for(self, path: str) -> Router | None:
        """The router of the routes that an address may belong to; None where the whole one is asked."""
        # The end of a pattern is found before a line’s end too: such an address has one word more.
        if path.endswith("\n"):
            return None
        words = path.split("/")[1:] or [ANY_WORD]
        many, first, last = len(words), words[0], words[-1]
        known = self._routers.get((many, first, last))
        return known or self._routers.get((many, first, ANY_WORD))


def _router_of(routes: Sequence[BaseRoute]) -> Router:
    """A router of these routes alone, which refuses as the whole one does."""
    return Router(routes=list(routes), redirect_slashes=False)


def _by_shape(routes: Sequence[BaseRoute]) -> dict[Shape, list[BaseRoute]]:
    """The routes that may match an address of each shape, in their order.

    A route that takes several words for one (`{path:path}`) matches addresses of many shapes: those
    that begin like it have none here. Nothing has one where a route may begin with any word.
    """
    placed = [(route, _words_of(route)) for route in routes]
    if any(_is_open(words[0]) for _, words in placed):
        return {}
    long = {words[0] for _, words in placed if any(":path}" in word for word in words)}
    alike: dict[tuple[int, str], list[tuple[BaseRoute, str]]] = defaultdict(list)
    for route, words in placed:
        if words[0] not in long:
            last = ANY_WORD if _is_open(words[-1]) else words[-1]
            alike[len(words), words[0]].append((route, last))
    return {
        (many, first, last): [route for route, its in group if its in {last, ANY_WORD}]
        for (many, first), group in alike.items()
        for last in {ANY_WORD, *(its for _, its in group)}
    }


def _words_of(route: BaseRoute) -> list[str]:
    """The words of its address between slashes; one that stands for any where it is no plain route.

    A `Mount` answers what is below its address too.
    """
    path = route.path if isinstance(route, Route) else "/{path:path}"
    return path.split("/")[1:]


def _is_open(word: str) -> bool:
    """Whether a word of an address stands for others."""
    return "{" in word
