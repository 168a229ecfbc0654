"""The test service on a bus of its own: generated server, streams, durables, relay's voice."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
from nats.js import JetStreamContext

from contracts.internships.periods import FormationOpenedV1
from deploy.embedded.nats import EmbeddedNats
from deploy.nats.durables import BusService
from deploy.nats.operator_connection import operator_connection
from deploy.nats.provision import AckWaits, provision
from services.chassis.base.settings import Settings
from services.chassis.database.engine import Database
from services.chassis.nats.connection import Bus
from services.chassis.nats.parse_envelope import Delivery
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from tests.chassis.facts import department_event
from tests.support.bus import Declared, Speaker, bus_of, generated_server

ACK_WAIT_SECONDS = 1.0
WAITS = AckWaits(reactions=ACK_WAIT_SECONDS, projections=ACK_WAIT_SECONDS)


@dataclass
class Wired:
    """What a test of reactions or projections holds."""

    settings: Settings
    server: EmbeddedNats
    bus: Bus
    speaker: Speaker
    operator: JetStreamContext
    database: Database
    units: UnitsOfWork
    superuser: asyncpg.Connection
    services: Sequence[BusService]

    async def provision(self) -> None:
        """Make what is missing on the server."""
        await provision(self.settings, self.services, ack_waits=WAITS)

    async def consumer(self, stream: str, durable: str) -> Any:
        """The server's view of a durable."""
        return await self.operator.consumer_info(stream, durable)

    async def delivery(self, stream: str, sequence: int = 1) -> Delivery:
        """A message of the stream, as its first delivery."""
        kept = await self.operator.get_msg(stream, sequence)
        assert kept.subject is not None
        return Delivery(kept.subject, kept.headers or {}, kept.data or b"", stream, sequence)

    async def labels(self) -> list[str]:
        """What the handlers wrote, in the order they wrote it."""
        rows = await self.superuser.fetch("SELECT label FROM entries ORDER BY entry_id")
        return [row["label"] for row in rows]

    async def parked(self) -> list[tuple[str, str]]:
        """Reason and subject of what is set aside, in order."""
        rows = await self.superuser.fetch(
            "SELECT reason, subject FROM parked_events WHERE replayed_at IS NULL ORDER BY parked_id"
        )
        return [(row["reason"], row["subject"]) for row in rows]


@asynccontextmanager
async def wired(
    folder: Path,
    settings: Settings,
    units: UnitsOfWork,
    database: Database,
    superuser: asyncpg.Connection,
    service: Declared,
) -> AsyncIterator[Wired]:
    """Start a server for one service, provision it and connect."""
    services = (service,)
    async with generated_server(folder, settings, services) as server:
        located = settings.replaced(nats_url=server.url)
        await provision(located, services, ack_waits=WAITS)
        async with bus_of(located, service.name) as bus, operator_connection(located) as operator:
            yield Wired(
                located,
                server,
                bus,
                Speaker(bus),
                operator.jetstream(),
                database,
                units,
                superuser,
                services,
            )


def opened(label: str) -> FormationOpenedV1:
    """A fact whose label a handler writes down."""
    return department_event(label)
