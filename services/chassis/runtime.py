"""What one running service holds; requests find it at `app.state.runtime`."""

from collections.abc import Callable
from dataclasses import dataclass, field

from services.chassis.bus import Bus
from services.chassis.database import Database
from services.chassis.drawn_once import DrawnOnce
from services.chassis.durables import Durable
from services.chassis.live import Changes
from services.chassis.operations.taking import Watched
from services.chassis.permissions import Permissions
from services.chassis.questions import Asker
from services.chassis.relay import Relay
from services.chassis.sessions import RememberedSessions
from services.chassis.settings import Settings
from services.chassis.shares import Shares
from services.chassis.work import UnitsOfWork


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
