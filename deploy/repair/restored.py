"""A database that was put back alone from a backup takes back from the bus what it has lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from deploy.nats.durables import BusService
from deploy.nats.provision import AckWaits, operator_connection, provision
from deploy.repair import streams
from deploy.repair.books import all_books
from deploy.repair.older import Forgotten, forgotten
from services.chassis.settings import Settings

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class TakenBack:
    """What was done: the readers that are given everything again, and why."""

    readers: tuple[Forgotten, ...]


async def take_back(
    settings: Settings, services: Sequence[BusService], *, ack_waits: AckWaits | None = None
) -> TakenBack:
    """Bring every older database up to what the bus knows.

    May be run again after any failure. A reader that forgot something is made anew: it is given
    the whole stream, and its database recognises what it has. Raises what the servers raise.
    """
    async with (
        operator_connection(settings) as client,
        all_books(settings, services) as books,
    ):
        readers = await forgotten(client, settings, services, books)
        for one in readers:
            log.warning("repair.given_again", consumer=one.reader.name, count=one.count)
            await streams.unmake(client, one.reader)
        if readers:
            await provision(settings, services, ack_waits=ack_waits)
    return TakenBack(tuple(readers))
