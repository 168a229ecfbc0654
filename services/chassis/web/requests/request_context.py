"""The context of a request: who asks, what may be seen of what, and what was read for it so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request

from contracts.identifiers import Uai
from services.chassis.base.identity import Identity
from services.chassis.unit_of_work.unit_of_work import Actor, Scope, UnitOfWork
from services.chassis.web.routes.route_spec import Declared
from services.chassis.web.views.forms import Typed

NOTHING = Scope(frozenset())
"""The scope of who is not known, or not yet."""
STATE = "context"
"""Where a request keeps its context: `scope["state"]`, which Starlette shows as `request.state`."""


@dataclass
class RequestContext:
    """What is known of a request; it grows while the request is let through and answered."""

    correlation_id: UUID
    declared: Declared | None = None
    """What the route says of itself; None before one is found."""
    identity: Identity | None = None
    """Who asks; None for who is not signed in, and before it is known."""
    actor: Actor | None = None
    """In which role the identity does what the route does."""
    scope: Scope = NOTHING
    """All the identity may see or change through the route."""
    shown: Scope = NOTHING
    """The part of the scope the reader chose to see: `lycee_choice`."""
    chosen: Uai | None = None
    """The lycée chosen in the header; None for all."""
    uow: UnitOfWork | None = None
    """The transaction of a route that asks for one, while it is open."""
    refused: Typed[Any] | None = None
    """The form that was refused, as it was typed, while it is shown again."""
    file_read: Any = None
    """What the `reads` of a form made of the file it brings."""
    has_share: bool = False
    """Whether the request holds a part of its account's connections already."""
    unread: int | None = None
    """How many notices the identity has not read; None when nobody could say."""
    answered_again: bool = False
    """Whether the answer is the one its command was given the first time."""
    read_once: dict[str, Any] = field(default_factory=dict)
    """What several parts of one page read, kept by the name its reader gives it."""

    @property
    def user(self) -> Identity:
        """Who asks, on a route that lets nobody in unknown. Raises LookupError on another."""
        if self.identity is None:
            raise LookupError("nobody is signed in: the route is public, or was not admitted yet")
        return self.identity

    @property
    def unit_of_work(self) -> UnitOfWork:
        """The open transaction. Raises LookupError where the route asked for none."""
        if self.uow is None:
            raise LookupError("no transaction is open: the handler takes no RequestUnitOfWork")
        return self.uow


def context_in(scope: Mapping[str, Any]) -> RequestContext | None:
    """The context in the scope of ASGI; None where `Correlated` was not passed."""
    context: RequestContext | None = scope.get("state", {}).get(STATE)
    return context


def context_of(request: Request) -> RequestContext:
    """The context of a request, made by `Correlated` before anything else."""
    context: RequestContext = request.scope["state"][STATE]
    return context


# Coroutines although they wait for nothing: FastAPI runs a plain function in a thread.
async def _context(request: Request) -> RequestContext:
    return context_of(request)


CurrentContext = Annotated[RequestContext, Depends(_context)]
