"""The durables that the services declared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from contracts.streams import may_read, stream_name
from services.chassis.nats.durables import (
    PROJECTION_ACK_WAIT_SECONDS,
    REACTION_ACK_WAIT_SECONDS,
    Durable,
)
from services.chassis.projections import Projection
from services.chassis.reactions import Reactions


class BusService(Protocol):
    """What the bus needs to know of a service."""

    @property
    def name(self) -> str:
        """The service's word."""

    @property
    def reactions(self) -> Reactions | None:
        """What it does when it learns a fact."""

    @property
    def projections(self) -> Sequence[Projection]:
        """The read models it folds."""


class ReaderRefused(PermissionError):
    """A service declares that it reads an audience which is not for it."""


def service_durables(
    service: BusService,
    department: str,
    *,
    reaction_ack_wait_seconds: float = REACTION_ACK_WAIT_SECONDS,
    projection_ack_wait_seconds: float = PROJECTION_ACK_WAIT_SECONDS,
) -> tuple[Durable, ...]:
    """Every durable of a service. Raises ReaderRefused for a stream it may not read."""
    groups = service.reactions.groups() if service.reactions is not None else ()
    for audience in (*(g.audience for g in groups), *(p.audience for p in service.projections)):
        if not may_read(service.name, audience):
            raise ReaderRefused(f"{service.name} may not read the audience {audience}")
    reactions = (
        group.description(department, ack_wait_seconds=reaction_ack_wait_seconds)
        for group in groups
    )
    projections = (
        projection.description(
            service.name, department, ack_wait_seconds=projection_ack_wait_seconds
        )
        for projection in service.projections
    )
    return (*reactions, *projections)


def projected_streams(service: BusService, department: str) -> frozenset[str]:
    """Streams whose creation time the service must know, to notice that one was rebuilt."""
    return frozenset(stream_name(p.audience, department) for p in service.projections)
