"""Taking one event away for good, should something personal be in it.

Its row in the journal becomes a tombstone that keeps its number, copies that readers parked
are emptied, and its stream, where nothing may be deleted, is deleted whole and filled again from
the journals. The caller makes the read models again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog
from nats.aio.client import Client

from contracts.event import AUDIENCES, Audience
from contracts.streams import stream_name
from deploy.nats.durables import BusService
from deploy.nats.operator_connection import operator_connection
from deploy.repair import streams
from deploy.repair.books import Books, all_books
from deploy.repair.stream_refill import StreamStandsStill, fill_anew
from services.chassis.base.settings import Settings
from services.chassis.projections.stream_range import stream_state

log = structlog.get_logger(__name__)

ATTEMPTS = 3

_TOMBSTONE = """
UPDATE journal SET payload = '{}', payload_hash = NULL, redacted_at = $2,
    sent_at = coalesce(sent_at, $2), send_error = NULL,
    headers = jsonb_build_object(
        'ce-id', headers -> 'ce-id', 'ce-type', headers -> 'ce-type',
        'ce-source', headers -> 'ce-source', 'ce-sequence', headers -> 'ce-sequence'
    )
WHERE event_id = $1 RETURNING audience
"""
_EMPTY_PARKED = """
UPDATE parked_events SET payload = '', headers = '{}', reason = 'redacted', detail = '',
    retry_at = NULL, replayed_at = coalesce(replayed_at, $2)
WHERE event_id = $1 OR headers ->> 'ce-id' = $1::uuid::text
"""
# What was to be told outside again: a copy that left is out of reach.
_KEPT_TO_SEND = "SELECT to_regclass('public.deliveries') IS NOT NULL"
_SEND_NO_MORE = "DELETE FROM deliveries WHERE event_id = $1"
_HANDLED_BY = "SELECT consumer FROM inbox WHERE event_id = $1 ORDER BY consumer"


class EventUnknown(LookupError):
    """No journal has this event."""


@dataclass(frozen=True)
class Redacted:
    """The outcome of a redaction: in which stream, how many copies were emptied, and who had handled it."""

    audience: Audience
    parked: int
    handled_by: tuple[str, ...]


async def redact(
    settings: Settings, services: Sequence[BusService], event_id: UUID, now: datetime
) -> Redacted:
    """Take the event away from journals, parked copies and stream.

    May be run again after any failure. Raises EventUnknown, or StreamStandsStill when the
    stream, already deleted, waits for a service that must be started.
    """
    async with (
        operator_connection(settings) as client,
        all_books(settings, services) as books,
    ):
        audience = await _bury(books, event_id, now)
        parked, handled_by = await empty_copies(books, event_id, now)
        stream = stream_name(audience, settings.department)
        for _ in range(ATTEMPTS):
            await fill_anew(client, settings, services, books, audience)
            # A relay may have held the old row in its hands, and put it in the new stream.
            if not await _is_there(client, stream, event_id):
                return Redacted(audience, parked, handled_by)
    raise StreamStandsStill(f"{stream} was given the event again {ATTEMPTS} times")


async def _bury(books: Mapping[str, Books], event_id: UUID, now: datetime) -> Audience:
    for one in books.values():
        found = await one.connection.fetchval(_TOMBSTONE, event_id, now)
        if found is not None:
            log.warning("repair.event_redacted", service=one.service, event_id=str(event_id))
            return next(audience for audience in AUDIENCES if audience == found)
    raise EventUnknown(str(event_id))


async def empty_copies(
    books: Mapping[str, Books], event_id: UUID, now: datetime
) -> tuple[int, tuple[str, ...]]:
    """Empty what readers parked, and send it to nobody; how many copies, and who handled it."""
    parked = 0
    handled_by: list[str] = []
    for one in books.values():
        status = await one.connection.execute(_EMPTY_PARKED, event_id, now)
        parked += int(status.rpartition(" ")[2])
        if await one.connection.fetchval(_KEPT_TO_SEND):
            await one.connection.execute(_SEND_NO_MORE, event_id)
        rows = await one.connection.fetch(_HANDLED_BY, event_id)
        handled_by += [row["consumer"] for row in rows]
    return parked, tuple(handled_by)


async def _is_there(client: Client, stream: str, event_id: UUID) -> bool:
    last = (await stream_state(client, stream)).last_sequence
    async for batch in streams.read_from(client, stream, 1, last):
        if any(found.envelope and found.envelope.id == event_id for found in batch):
            return True
    return False
