"""What one service's database says of what it published, and of what was found in the stream.

As the owner of the database, in the scope of the whole department: counts and numbers, no more
of an event than its message.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg

from contracts.event import Audience
from deploy.nats.durables import BusService
from services.chassis.base.settings import Settings
from services.chassis.database import provisioning
from services.chassis.nats.stream_marks import HORIZONS
from services.chassis.outbox.reconciliations import Reconciliation
from services.chassis.security.credentials import OperatorCredentials

CONNECT_TIMEOUT_SECONDS = 10
LOCK = "passerelle.repair"
FINDINGS_KEPT = timedelta(days=30)
EXPIRY_MARGIN = timedelta(hours=1)
"""A row this close to the stream's age limit may be gone from the stream already."""

_KNOWN = """
SELECT event_id, source, sequence, subject, headers, payload, payload_hash, redacted_at
FROM journal WHERE event_id = ANY($1)
"""
_SEEN = """
INSERT INTO reconciled_sources AS known (source, audience, seen)
SELECT source, $1, range_agg(int8range(sequence, sequence, '[]'))
FROM unnest($2::text[], $3::bigint[]) AS found (source, sequence) GROUP BY source
ON CONFLICT (source, audience) DO UPDATE SET seen = known.seen + excluded.seen
"""
# The numbers given and not seen are few, and ranges: what is read of the journal is what they name.
_HOLES = """
SELECT row.position, row.source, row.sequence
FROM journal_counters AS counter
LEFT JOIN reconciled_sources AS known USING (source, audience)
CROSS JOIN LATERAL unnest(
    int8multirange(int8range(1, counter.last, '[]')) - coalesce(known.seen, '{}')
) AS gap
JOIN journal AS row ON row.source = counter.source AND row.audience = counter.audience
    AND row.sequence >= lower(gap) AND row.sequence < upper(gap)
WHERE counter.audience = $1 AND row.sent_at IS NOT NULL AND row.redacted_at IS NULL
    AND row.payload_hash IS NULL AND row.recorded_at > now() - $2::interval
ORDER BY row.position
"""
_SEND_AGAIN = """
UPDATE journal SET sent_at = NULL, resends = resends + 1
WHERE position = ANY($1) AND sent_at IS NOT NULL
"""
_REMEMBER = """
INSERT INTO reconciled_streams AS known
    (stream, created_at, last_sequence, last_event, missing, scrubbed_at)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (stream) DO UPDATE SET created_at = excluded.created_at,
    last_sequence = excluded.last_sequence, last_event = excluded.last_event,
    missing = excluded.missing,
    scrubbed_at = coalesce(excluded.scrubbed_at, known.scrubbed_at)
"""
# Of the comparisons that found nothing the last one is enough: one more every five minutes.
# What is found again and again, since nobody sees to it, is not kept for ever either.
_FORGET = """
DELETE FROM reconciliations WHERE stream = $1
    AND (holes = 0 AND differing = 0 AND strangers = 0 AND note = '' OR began_at < $2)
"""
_REPORT = """
INSERT INTO reconciliations
    (stream, began_at, ended_at, whole, messages, holes, differing, strangers, note)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""


@dataclass(frozen=True)
class Hole:
    """A row of the journal that the stream no longer has."""

    position: int
    source: str
    sequence: int


@dataclass(frozen=True)
class Mark:
    """Up to where the relay knows to have filled a stream."""

    created_at: datetime
    last_sequence: int
    went_back_at: datetime | None


@dataclass(frozen=True)
class Reached:
    """Up to where a stream was compared."""

    created_at: datetime
    last_sequence: int
    last_event: str | None
    missing: int
    scrubbed_at: datetime | None


class Books:
    """One service's side."""

    def __init__(self, service: str, connection: asyncpg.Connection) -> None:
        self.service = service
        self.connection = connection

    async def mark(self, stream: str) -> Mark | None:
        """What the relay remembers of a stream."""
        row = await self.connection.fetchrow(
            "SELECT created_at, last_sequence, went_back_at FROM stream_marks WHERE stream = $1",
            stream,
        )
        return Mark(**row) if row else None

    async def reached(self, stream: str) -> Reached | None:
        """What the last pass remembered of a stream."""
        row = await self.connection.fetchrow(
            "SELECT created_at, last_sequence, last_event, missing, scrubbed_at"
            " FROM reconciled_streams WHERE stream = $1",
            stream,
        )
        return Reached(**row) if row else None

    async def forget(self, stream: str, audience: Audience) -> None:
        """Compare this stream from its beginning: a pass that is cut short is begun again."""
        async with self.connection.transaction():
            await self.connection.execute(
                "UPDATE reconciled_streams SET last_sequence = 0, last_event = NULL"
                " WHERE stream = $1",
                stream,
            )
            await self.connection.execute(
                "DELETE FROM reconciled_sources WHERE audience = $1", audience
            )

    async def known(self, event_ids: Sequence[UUID]) -> Mapping[UUID, Any]:
        """The rows of these events."""
        rows = await self.connection.fetch(_KNOWN, event_ids)
        return {row["event_id"]: row for row in rows}

    async def see(self, audience: Audience, found: Sequence[tuple[str, int]]) -> None:
        """Note that the stream has these numbers of these sources."""
        if found:
            sources, sequences = zip(*found, strict=True)
            await self.connection.execute(_SEEN, audience, list(sources), list(sequences))

    async def holes(self, audience: Audience) -> list[Hole]:
        """Rows that were sent, should still be in the stream, and were not seen there."""
        horizon = HORIZONS[audience] - EXPIRY_MARGIN
        rows = await self.connection.fetch(_HOLES, audience, horizon)
        return [Hole(**row) for row in rows]

    async def send_again(self, holes: Sequence[Hole]) -> None:
        """Leave these rows to the relay, which publishes them under another message id."""
        await self.connection.execute(_SEND_AGAIN, [hole.position for hole in holes])

    async def waiting(self, audience: Audience) -> int:
        """How many rows the relay has still to publish."""
        count: int = await self.connection.fetchval(
            "SELECT count(*) FROM journal"
            " WHERE audience = $1 AND sent_at IS NULL AND send_error IS NULL",
            audience,
        )
        return count

    async def has_sent(self, audience: Audience) -> bool:
        """Whether something is marked as sent, which the stream should have."""
        found: bool = await self.connection.fetchval(
            "SELECT EXISTS (SELECT FROM journal WHERE audience = $1 AND sent_at IS NOT NULL"
            " AND redacted_at IS NULL AND payload_hash IS NULL)",
            audience,
        )
        return found

    async def remember(self, stream: str, reached: Reached) -> None:
        """Up to where this pass compared."""
        await self.connection.execute(
            _REMEMBER,
            stream,
            reached.created_at,
            reached.last_sequence,
            reached.last_event,
            reached.missing,
            reached.scrubbed_at,
        )

    async def report(self, one: Reconciliation) -> None:
        """Write down what a pass found; those that found nothing, or long ago, are forgotten."""
        async with self.connection.transaction():
            await self.connection.execute(_FORGET, one.stream, one.began_at - FINDINGS_KEPT)
            await self.connection.execute(_REPORT, *astuple(one))


@asynccontextmanager
async def open_books(settings: Settings, service: str) -> AsyncIterator[Books]:
    """The books of one service, to be read beside whoever mends there."""
    operator = OperatorCredentials.load(settings.credentials)
    url = provisioning.owner_url(settings, service, operator)
    connection = await asyncpg.connect(
        host=url.host,
        port=url.port,
        user=url.username,
        password=url.password,
        database=url.database,
        ssl=settings.database_ssl,
        timeout=CONNECT_TIMEOUT_SECONDS,
        server_settings={"application_name": "repair", "jit": "off"},
    )
    try:
        await connection.execute("SELECT set_config('app.uais', '*', false)")
        yield Books(service, connection)
    finally:
        # Closing politely could wait for a server that is gone.
        connection.terminate()


@asynccontextmanager
async def books_of(settings: Settings, service: str) -> AsyncIterator[Books]:
    """The books of one service, for as long as nobody else mends there: waits for its turn."""
    async with open_books(settings, service) as books:
        await books.connection.execute("SELECT pg_advisory_lock(hashtextextended($1, 0))", LOCK)
        yield books


@asynccontextmanager
async def all_books(
    settings: Settings, services: Sequence[BusService]
) -> AsyncIterator[dict[str, Books]]:
    """The books of every service, always opened in the same order."""
    async with AsyncExitStack() as stack:
        names = sorted(service.name for service in services)
        yield {name: await stack.enter_async_context(books_of(settings, name)) for name in names}
