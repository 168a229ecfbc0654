"""What makes a service: everything the chassis needs to run it, declared in one place."""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import MetaData

from services.chassis.erasing import Erasing
from services.chassis.operations.taking import ReadGauges
from services.chassis.permissions import PUBLIC, Permissions
from services.chassis.projections import Projection
from services.chassis.questions import Answers
from services.chassis.reactions import Reactions
from services.chassis.register import Register
from services.chassis.register_of_chassis import CHASSIS_REGISTER
from services.chassis.retention.declaration import Retention
from services.chassis.runtime import Runtime
from services.chassis.timed import TimedWork
from services.chassis.web.declared import declaration
from services.chassis.web.described import Api
from services.chassis.web.navigation import Named, NavItem
from services.chassis.web.routing import Router

OnStart = Callable[[Runtime], AbstractAsyncContextManager[None]]
"""Entered when the service has started, left before it stops."""


@dataclass(frozen=True, eq=False)
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
    register: Register = field(default_factory=dict)
    """What each column of its own tables is for."""
    navigation: tuple[NavItem, ...] = ()
    reactions: Reactions | None = None
    answers: Answers | None = None
    projections: tuple[Projection, ...] = ()
    timed: TimedWork | None = None
    erasing: Erasing | None = None
    """What it erases again in a database that was restored."""
    retention: Retention | None = None
    """What it keeps for a time, and removes by itself."""
    serves_static: bool = False
    """Whether it answers `/static/…` for all of them."""
    gauges: tuple[ReadGauges, ...] = ()
    """What an operator should know of besides what every service has."""
    watches_disk: bool = False
    """Whether it reads the disk of `settings.data_folder`, for all of them."""
    on_start: tuple[OnStart, ...] = ()
    api: Api | None = None
    """What its routes for programs are about, where it has some."""

    @property
    def named(self) -> Named:
        """What others know of it."""
        return Named(self.name, self.title, bool(self.for_programs))

    @property
    def for_programs(self) -> Sequence[object]:
        """The routes programs ask with a token of access."""
        routes = (route for router in self.routers for route in router.routes)
        return [route for route in routes if _is_for_programs(route)]

    @property
    def paths(self) -> tuple[str, ...]:
        """Everything it answers: its prefixes, and the pages the chassis adds about it."""
        return (
            *self.prefixes,
            f"/audit/{self.name}",
            f"/conservation/{self.name}",
            f"/documentation/{self.name}",
            f"/exploitation/{self.name}",
            f"/registre/{self.name}",
        )

    @property
    def whole_register(self) -> Register:
        """What each column of all its tables is for, those of the chassis last."""
        return {**self.register, **CHASSIS_REGISTER}


def _is_for_programs(route: object) -> bool:
    declared = declaration(route)
    return (
        declared is not None
        and declared.kind in ("query", "command")
        and declared.action != PUBLIC
        and str(getattr(route, "path", "")).startswith("/api/")
    )
