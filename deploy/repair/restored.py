"""A database that was put back alone from a backup takes back from the bus what it has lost."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product

import structlog
from nats.aio.client import Client

from contracts.event import AUDIENCES, Audience
from deploy.nats.operator_connection import operator_connection
from deploy.nats.permissions import published_audiences
from deploy.nats.provision import AckWaits, provision
from deploy.repair import streams
from deploy.repair.books import Books, all_books
from deploy.repair.journal_recovery import Facts, lost_facts, republish_now, take_facts_back
from deploy.repair.older import Forgotten, forgotten
from deploy.repair.stream_refill import fill_anew
from services.chassis.base.settings import Settings
from services.chassis.outbox.last_events import REPUBLISH
from services.chassis.service.spec import Service

LATER = timedelta(hours=1)
"""For a service whose readers are given facts again: by then they have them, should this command die."""
READERS_WITHIN_SECONDS = 60.0
POLL_SECONDS = 0.5

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class TakenBack:
    """What was done: facts that journals took back, streams that were filled anew because some
    have other numbers now, and readers that are given everything again.
    """

    facts: tuple[Facts, ...]
    filled: tuple[Audience, ...]
    readers: tuple[Forgotten, ...]


async def take_back(
    settings: Settings,
    services: Sequence[Service],
    *,
    now: datetime,
    ack_waits: AckWaits | None = None,
) -> TakenBack:
    """Bring every older database up to what the bus knows.

    May be run again after any failure. A reader that forgot something is made anew: it is given
    the whole stream, and its database recognises what it has. The caller makes the read models
    again when a stream was filled anew. Raises what the servers raise, or StreamStandsStill when a
    stream, already deleted, waits for a service that must be started.
    """
    async with (
        operator_connection(settings) as client,
        all_books(settings, services) as books,
    ):
        readers = await forgotten(client, settings, services, books)
        behind = frozenset(one.service for one in readers)
        facts = await _take_facts_back(client, settings, services, books, behind=behind, now=now)
        filled = tuple(a for a in AUDIENCES if any(f.renumbered for f in facts if f.audience == a))
        for audience in filled:
            await fill_anew(client, settings, services, books, audience)
        for one in readers:
            log.warning("repair.given_again", consumer=one.reader.name, count=one.count)
            await streams.unmake(client, one.reader)
        if readers:
            await provision(settings, services, ack_waits=ack_waits)
            await _await_readers(client, readers)
        for service in sorted(behind):
            await republish_now(books[service], now)
    return TakenBack(tuple(facts), filled, tuple(readers))


async def _take_facts_back(
    client: Client,
    settings: Settings,
    services: Sequence[Service],
    books: Mapping[str, Books],
    *,
    behind: Collection[str],
    now: datetime,
) -> list[Facts]:
    """A service that is `behind` tells nothing again before it has heard what its head decided."""
    taken = []
    for service, audience in product(services, AUDIENCES):
        if audience not in published_audiences(service.name):
            continue
        one = books[service.name]
        lost = await lost_facts(client, one, audience, settings.department)
        if lost:
            at = now + LATER if service.name in behind else now
            republishes = service.timed is not None and REPUBLISH in service.timed.jobs
            taken.append(
                await take_facts_back(
                    one,
                    service.metadata,
                    audience,
                    lost,
                    now,
                    republish_at=at if republishes else None,
                )
            )
    return taken


async def _await_readers(client: Client, readers: Sequence[Forgotten]) -> None:
    """Wait until these readers have handled what they were given again, for so long as is reasonable."""
    left = [one.reader for one in readers]
    try:
        async with asyncio.timeout(READERS_WITHIN_SECONDS):
            while left:
                info = await streams.ask(client, f"CONSUMER.INFO.{left[0].stream}.{left[0].name}")
                if info.get("num_pending", 1) or info.get("num_ack_pending", 1):
                    await asyncio.sleep(POLL_SECONDS)
                else:
                    left.pop(0)
    except TimeoutError:
        log.warning("repair.readers_not_done", consumer=left[0].name)
