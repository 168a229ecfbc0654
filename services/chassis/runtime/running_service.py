"""What one running service holds; requests find it at `app.state.runtime`."""

from collections.abc import Callable
from dataclasses import dataclass, field

from services.chassis.base.settings import Settings
from services.chassis.database.connection_quota import Shares
from services.chassis.database.engine import Database
from services.chassis.live.fragment_cache import DrawnOnce
from services.chassis.live.page_stream import Changes
from services.chassis.nats.connection import Bus
from services.chassis.nats.durables import Durable
from services.chassis.operations.collect import Watched
from services.chassis.outbox.relay import Relay
from services.chassis.questions import Asker
from services.chassis.security.sessions import RememberedSessions
from services.chassis.unit_of_work.permissions import Permissions
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork


@dataclass
class Runtime:
    """The parts of a started service."""

    name: str
    settings: Settings
    permissions: Permissions
    database: Database
    bus: Bus
    work: UnitsOfWork
    relay: Relay
    sessions: RememberedSessions
    changes: Changes
    ask: Asker
    """Asks another service what is stored there alone."""
    watched: Watched
    """Takes the readings an operator and the metrics are given."""
    shares: Shares = field(default_factory=Shares)
    drawn: DrawnOnce = field(default_factory=DrawnOnce)
    durables: tuple[Durable, ...] = ()
    problems: list[Callable[[], tuple[str, ...]]] = field(default_factory=list)
    """Ask what does not run: one function per reader of the bus."""
