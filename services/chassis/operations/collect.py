"""Taking the readings of one service: from its database and from NATS, side by side.

A part that does not answer in time is silent, and the others are read all the same: readings
matter most when something is down.
"""

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from services.chassis.database.infrastructure_errors import is_trouble
from services.chassis.nats.connection import Bus
from services.chassis.nats.durable_health import (
    DurableMissing,
    ServerSilent,
    consumer_info,
    differences,
)
from services.chassis.nats.durables import Durable
from services.chassis.operations.lag import Memory
from services.chassis.operations.measures import (
    ConsumerReading,
    DiskReading,
    Gauge,
    Readings,
    Silence,
)
from services.chassis.operations.table_counts import read_tables
from services.chassis.reactions.group_inbox import DEPARTMENT
from services.chassis.unit_of_work.unit_of_work import UnitOfWork, UnitsOfWork

ANSWER_WITHIN_SECONDS = 2.5
"""A page waits for it."""

ReadGauges = Callable[[UnitOfWork], Awaitable[Sequence[Gauge]]]
"""What a service counts of its own, in a transaction that sees the whole department."""
OldestWaiting = Callable[[Durable, dict[str, Any]], Awaitable[datetime | None]]
"""When the oldest event a durable has not settled was kept, from what the server says of it."""


@dataclass
class Watched:
    """One service, to be read. `bus` may be any identity that is allowed to ask."""

    service: str
    units: UnitsOfWork
    bus: Bus
    durables: tuple[Durable, ...] = ()
    gauges: tuple[ReadGauges, ...] = ()
    disk: Path | None = None
    """A folder on the disk that is watched."""
    oldest_waiting: OldestWaiting | None = None
    """For who may read streams; a service goes by what it saw before."""
    memory: Memory = field(default_factory=Memory)
    tables_within_seconds: float = ANSWER_WITHIN_SECONDS

    async def read(self, now: datetime | None = None) -> Readings:
        """Take all readings. Raises for a bug alone, never for what is down."""
        at = now or datetime.now(UTC)
        (database, tables), consumers = await asyncio.gather(self._tables(at), self.look(at))
        return replace(
            tables,
            database=database,
            bus=self._silence("bus", at, silent=not self.bus.connected),
            consumers=consumers,
            disk=_disk(self.disk) if self.disk else None,
        )

    async def look(self, now: datetime) -> tuple[ConsumerReading, ...]:
        """Read the durables alone; done now and then, so that it is known since when one lags."""
        self._silence("bus", now, silent=not self.bus.connected)
        return tuple(
            await asyncio.gather(*(self._consumer(durable, now) for durable in self.durables))
        )

    def note_database(self, *, silent: bool, now: datetime) -> None:
        """Remember whether the database answers."""
        self._silence("database", now, silent=silent)

    def _silence(self, part: str, now: datetime, *, silent: bool) -> Silence | None:
        since = self.memory.silent(part, silent=silent, now=now)
        return Silence(since) if silent else None

    async def _tables(self, now: datetime) -> tuple[Silence | None, Readings]:
        try:
            async with (
                asyncio.timeout(self.tables_within_seconds),
                self.units.begin(DEPARTMENT, now=now) as uow,
            ):
                found = await read_tables(uow, self.service)
                counted = [gauge for read in self.gauges for gauge in await read(uow)]
        except Exception as error:  # whatever says that the server is away, or busy
            if not (is_trouble(error) or isinstance(error, TimeoutError)):
                raise
            return self._silence("database", now, silent=True), Readings(self.service, now)
        self._silence("database", now, silent=False)
        return None, replace(found, gauges=tuple(counted))

    async def _consumer(self, durable: Durable, now: datetime) -> ConsumerReading:
        try:
            async with asyncio.timeout(ANSWER_WITHIN_SECONDS):
                return await self._asked(durable, now)
        except DurableMissing:
            return ConsumerReading(durable.name, problem=MISSING)
        except (ServerSilent, TimeoutError):
            return ConsumerReading(durable.name, problem=UNANSWERED)

    async def _asked(self, durable: Durable, now: datetime) -> ConsumerReading:
        info = await consumer_info(self.bus, durable)
        waiting = info["num_pending"] + info["num_ack_pending"]
        since = self.memory.lag(durable.name).look(
            settled=info["ack_floor"]["consumer_seq"], waiting=waiting, now=now
        )
        if waiting and self.oldest_waiting:
            since = await self.oldest_waiting(durable, info) or since
        differing = differences(durable, info["config"])
        problem = f"{DIFFERENT}: {', '.join(differing)}" if differing else None
        return ConsumerReading(durable.name, waiting, since, problem)


MISSING = "missing"
UNANSWERED = "unanswered"
DIFFERENT = "different"


def _disk(folder: Path) -> DiskReading | None:
    try:
        usage = shutil.disk_usage(folder)
    except OSError:
        return None
    return DiskReading(free=usage.free, total=usage.total)
