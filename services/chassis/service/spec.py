"""What makes a service: everything the chassis needs to run it, declared in one place."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from sqlalchemy import MetaData

from services.chassis.base.identity import Identity
from services.chassis.operations.collect import ReadGauges
from services.chassis.privacy.chassis_register import CHASSIS_REGISTER
from services.chassis.privacy.erasure import Erasing
from services.chassis.privacy.processing_register import Register
from services.chassis.privacy.retention.spec import Retention
from services.chassis.projections import Projection
from services.chassis.questions import Answers
from services.chassis.reactions import Reactions
from services.chassis.unit_of_work.permissions import PUBLIC, Permissions
from services.chassis.unit_of_work.scheduled_jobs import TimedWork
from services.chassis.web.views.navigation import Named, NavItem

if TYPE_CHECKING:  # what answers requests, which no command does
    from services.chassis.runtime.running_service import Runtime
    from services.chassis.web.router import Router
    from services.chassis.web.routes.route_examples import Api

OnStart: TypeAlias = "Callable[[Runtime], AbstractAsyncContextManager[None]]"
"""Entered when the service has started, left before it stops."""
Routers: TypeAlias = "tuple[Router, ...]"
Recognise: TypeAlias = "Callable[[Runtime, str], Awaitable[Identity | None]]"
"""Says whose a secret is: a session's, or a program's token."""


@dataclass(frozen=True, eq=False)
class Service:
    """The definition of one service; `services/<name>/service.py` holds it as `SERVICE`."""

    name: str
    title: str
    """French name, shown to people."""
    prefixes: tuple[str, ...]
    """Paths the service answers; the longest prefix wins among services."""
    metadata: MetaData
    routers: "Callable[[], Routers]"
    """Its routes, whose pages are loaded when they are first asked for: a command needs none of them."""
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
    on_start: "Callable[[], tuple[OnStart, ...]]" = tuple
    """What runs beside its requests, loaded when it starts."""
    recognise: "Recognise | None" = None
    """Who a request comes from, for all services of its process; of the portal alone."""
    api: "Api | None" = None
    """What its routes for programs are about, where it has some."""

    @property
    def named(self) -> Named:
        """What others know of it."""
        return Named(self.name, self.title, bool(self.for_programs))

    @property
    def for_programs(self) -> Sequence[object]:
        """The routes programs ask with a token of access."""
        routes = (route for router in self.routers() for route in router.routes)
        return [route for route in routes if _is_for_programs(route)]

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths it answers: its prefixes, and the pages the chassis adds about it."""
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
    from services.chassis.web.routes.route_spec import declaration

    declared = declaration(route)
    return (
        declared is not None
        and declared.kind in ("query", "command")
        and declared.action != PUBLIC
        and str(getattr(route, "path", "")).startswith("/api/")
    )
