"""What makes a service: everything the chassis needs to run it, declared in one place."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import MetaData

from services.chassis.operations.taking import ReadGauges
from services.chassis.permissions import Permissions
from services.chassis.projections import Projection
from services.chassis.questions import Answers
from services.chassis.reactions import Reactions
from services.chassis.runtime import Runtime
from services.chassis.timed import TimedWork
from services.chassis.web.navigation import NavItem
from services.chassis.web.routing import Router

__all__ = ["Named", "NavItem", "OnStart", "Service"]

OnStart = Callable[[Runtime], AbstractAsyncContextManager[None]]
"""Entered when the service has started, left before it stops."""


@dataclass(frozen=True)
class Named:
    """A service of the installation, by its word and its French name."""

    name: str
    title: str


@dataclass(frozen=True)
class Service:
    """The definition of one service; `services/<name>/service.py` holds it as `SERVICE`."""

    name: str
    title: str
    """French name, shown to people."""
    prefixes: tuple[str, ...]
    """Paths the service answers; the longest prefix wins among services."""
    metadata: MetaData
    routers: tuple[Router, ...]
    permissions: Permissions
    templates: Path
    migrations: Path
    navigation: tuple[NavItem, ...] = ()
    reactions: Reactions | None = None
    answers: Answers | None = None
    projections: tuple[Projection, ...] = ()
    timed: TimedWork | None = None
    serves_static: bool = False
    """Whether it answers `/static/…` for all of them."""
    gauges: tuple[ReadGauges, ...] = ()
    """What an operator should know of besides what every service has."""
    watches_disk: bool = False
    """Whether it reads the disk of `settings.data_folder`, for all of them."""
    on_start: tuple[OnStart, ...] = ()

    @property
    def paths(self) -> tuple[str, ...]:
        """Everything it answers: its prefixes, and the operator's pages about it."""
        return (*self.prefixes, f"/exploitation/{self.name}")
