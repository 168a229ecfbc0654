"""The home fragment of a service: all its parts of the home page, drawn in one request.

A home page asks each service once, whatever number of its parts it shows: the reader is recognised
once, and parts that are read in the same scope share a transaction and what they read there.
"""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any

from fastapi import Query, Request, Response
from fastapi.responses import HTMLResponse

from services.chassis.database.readings import Reading, Together
from services.chassis.unit_of_work.permissions import Action
from services.chassis.unit_of_work.unit_of_work import Actor, Scope, UnitOfWork
from services.chassis.web.answers.query_route import begin, runtime_of
from services.chassis.web.requests.lycee_choice import choose
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import Router

TOGETHER = "accueil"
"""The last word of the address; those of the parts alone stand beside it."""
SETS_KEPT = 32
"""Sets of readings of which the statement is kept compiled: about one for each role and service."""
WORDS = r"^([a-z-]{1,40}(,[a-z-]{1,40}){0,19})?$"


@dataclass(frozen=True)
class HomePart:
    """A part of the home page: its word, the action it is, and the fragment that shows it alone."""

    name: str
    action: Action
    draw: Callable[[Request, UnitOfWork], Awaitable[Response]]
    readings: Sequence[Reading[Any]] = ()
    """What it reads of the database, with the parameters the home fragment is given."""


Given = Callable[[Request, UnitOfWork], Mapping[str, Any]]
"""The parameters of the readings of all parts."""


def part_id(fragment: str) -> str:
    """The id of the element that holds a fragment: `/notes/fragments/last` is in `notes-last`."""
    return fragment.partition("?")[0].strip("/").replace("/fragments/", "-").replace("/", "-")


def together(fragments: Sequence[str]) -> str:
    """The address that answers these fragments of one service at once."""
    folder = fragments[0].partition("?")[0].rpartition("/")[0]
    names = [one.partition("?")[0].rpartition("/")[2] for one in fragments]
    return f"{folder}/{TOGETHER}?parties={','.join(names)}"


def add_home_fragment(
    router: Router,
    folder: str,
    parts: Sequence[HomePart],
    *,
    action: Action,
    given: Given = lambda _request, _uow: {},
    word: str = TOGETHER,
    planned_once: bool = False,
) -> None:
    """Add the route that draws several parts: `action` opens it, each part's own opens the part.

    `word`: the last of the address, where it is another page that is made of them. `planned_once`: as
    for `begin_in`; for what is read of a lycée or a department, not found among thousands.
    """
    by_name = {part.name: part for part in parts}

    async def home_parts(
        request: Request,
        parties: Annotated[str, Query(pattern=WORDS)] = "",
    ) -> Response:
        """The parts of a page that are asked by their words, those the reader may see."""
        asked = [by_name[name] for name in dict.fromkeys(parties.split(",")) if name in by_name]
        drawn = await _draw(request, asked, given, planned_once=planned_once)
        return HTMLResponse(
            "".join(
                f'<hx-partial hx-target="#{part_id(f"{folder}/{part.name}")}"'
                f' hx-swap="innerHTML">{drawn[part.name]}</hx-partial>'
                for part in asked
                if part.name in drawn
            )
        )

    router.fragment(f"{folder}/{word}", action=action)(home_parts)


async def _draw(
    request: Request, parts: Sequence[HomePart], given: Given, *, planned_once: bool
) -> dict[str, str]:
    """Each part by its name; one transaction for those that are read in the same scope."""
    permissions = runtime_of(request).permissions
    context = context_of(request)
    identity = context.user
    groups: dict[tuple[Scope, Actor], list[HomePart]] = defaultdict(list)
    for part in parts:
        if permissions.allows(identity, part.action):
            choose(request, permissions.scope(identity, part.action))
            actor = permissions.actor(identity, part.action)
            groups[context.shown, actor].append(part)
    drawn: dict[str, str] = {}
    for (shown, actor), group in groups.items():
        context.shown, context.actor = shown, actor
        async with begin(request, shown, planned_once=planned_once) as uow:
            await _read_ahead(request, uow, group, given)
            for part in group:
                drawn[part.name] = bytes((await part.draw(request, uow)).body).decode()
    return drawn


async def _read_ahead(
    request: Request, uow: UnitOfWork, parts: Sequence[HomePart], given: Given
) -> None:
    """Read in one round trip what these parts are drawn of."""
    readings = tuple(dict.fromkeys(one for part in parts for one in part.readings))
    if readings:
        await _together(*readings).ahead(uow, given(request, uow))


@lru_cache(maxsize=SETS_KEPT)
def _together(*readings: Reading[Any]) -> Together:
    return Together(*readings)
