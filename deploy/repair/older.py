"""Is a database older than the bus? What its readers acknowledged, and it knows nothing of.

A reader acknowledges an event once its transaction is committed: its durable never stands further
than its database, unless that database was put back by itself from a backup. Up to where a group
of reactions was compared is kept in the same database, so that an older copy is compared again
from before what it lacks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import asyncpg
from nats.aio.client import Client

from contracts.envelope import Envelope
from deploy.nats.durables import BusService
from deploy.repair import streams
from deploy.repair.books import Books
from deploy.repair.judgements import Found
from services.chassis.base.settings import Settings
from services.chassis.nats.durables import Durable
from services.chassis.projections.spec import Projection
from services.chassis.projections.stream_range import stream_state
from services.chassis.reactions.decision import is_history
from services.chassis.reactions.group_records import kind_of
from services.chassis.reactions.spec import Group

_REACHED = """
SELECT sequence FROM watermarks WHERE projection = $1 AND stream = $2 AND created_at = $3
"""
_REACH = """
INSERT INTO watermarks (projection, stream, created_at, sequence, revision, updated_at)
VALUES ($1, $2, $3, $4, 1, $5)
ON CONFLICT (projection, stream) DO UPDATE SET created_at = excluded.created_at,
    sequence = excluded.sequence, revision = watermarks.revision + 1,
    updated_at = excluded.updated_at
"""
# An event whose envelope could not be read is parked without its id.
_OUTCOMES = """
SELECT event_id::text AS id FROM inbox WHERE consumer = $1 AND event_id = ANY($2::uuid[])
UNION ALL SELECT headers ->> 'ce-id' FROM parked_events
WHERE consumer = $1 AND (event_id = ANY($2::uuid[]) OR headers ->> 'ce-id' = ANY($3::text[]))
"""
_FLOORS = "SELECT kind, source, sequence FROM inbox_floors WHERE kind = ANY($1)"
_SINCE = "SELECT consumer AS kind, since FROM reaction_groups WHERE consumer = ANY($1)"


@dataclass(frozen=True)
class Forgotten:
    """Events a reader acknowledged, of which its database knows nothing."""

    service: str
    reader: Durable
    count: int


@dataclass(frozen=True)
class _Standing:
    """Where one durable is: which stream it reads, and up to where everything is acknowledged."""

    durable: Durable
    created_at: datetime
    floor: int


async def forgotten(
    client: Client,
    settings: Settings,
    services: Sequence[BusService],
    books: Mapping[str, Books],
    *,
    note_at: datetime | None = None,
) -> list[Forgotten]:
    """What each of these databases has forgotten, by reader.

    With `note_at`, remembers up to where everything was known: the next comparison begins there.
    Streams and durables that do not exist are passed over. Raises what the servers raise.
    """
    found = []
    for service in services:
        if service.name not in books:
            continue
        one = books[service.name]
        for projection in service.projections:
            durable = projection.description(service.name, settings.department)
            found.append(await _of_projection(client, one, projection, durable))
        for group in service.reactions.groups() if service.reactions else ():
            durable = group.description(settings.department)
            found.append(await _of_group(client, one, group, durable, note_at))
    return [one for one in found if one.count]


async def _of_projection(
    client: Client, books: Books, projection: Projection, durable: Durable
) -> Forgotten:
    standing = await _standing(client, durable)
    count = 0
    if standing is not None:
        folded = await _reached(books, projection.name, standing)
        async for batch in streams.read_from(
            client, durable.stream, folded + 1, standing.floor, durable.filter_subjects
        ):
            count += len(batch)
    return Forgotten(books.service, durable, count)


async def _of_group(
    client: Client, books: Books, group: Group, durable: Durable, note_at: datetime | None
) -> Forgotten:
    standing = await _standing(client, durable)
    if standing is None:
        return Forgotten(books.service, durable, 0)
    compared = await _reached(books, durable.name, standing)
    known_up_to, count = standing.floor, 0
    async for batch in streams.read_from(
        client, durable.stream, compared + 1, standing.floor, durable.filter_subjects
    ):
        unknown = await _unknown(books, group, batch)
        if unknown and not count:
            known_up_to = unknown[0] - 1
        count += len(unknown)
    # Lower too: a durable that was made anew has yet to give some kinds again.
    if note_at is not None and known_up_to != compared:
        await books.connection.execute(
            _REACH, durable.name, durable.stream, standing.created_at, known_up_to, note_at
        )
    return Forgotten(books.service, durable, count)


async def _standing(client: Client, durable: Durable) -> _Standing | None:
    info = await streams.ask(client, f"CONSUMER.INFO.{durable.stream}.{durable.name}")
    if "error" in info:
        return None
    state = await stream_state(client, durable.stream)
    return _Standing(durable, state.created_at, int(info["ack_floor"]["stream_seq"]))


async def _reached(books: Books, reader: str, standing: _Standing) -> int:
    """Asked after the durable: what it had acknowledged was committed before."""
    found: int | None = await books.connection.fetchval(
        _REACHED, reader, standing.durable.stream, standing.created_at
    )
    return found or 0


async def _unknown(books: Books, group: Group, batch: Sequence[Found]) -> list[int]:
    """Positions of the events of a batch that have no outcome in the database."""
    ids = [found.envelope.id for found in batch if found.envelope]
    rows = await books.connection.fetch(_OUTCOMES, group.durable, ids, [str(one) for one in ids])
    settled = {UUID(row["id"]) for row in rows}
    bounds = await _Bounds.read(books.connection, group)
    return [
        found.position
        for found in batch
        if found.envelope and found.envelope.id not in settled and bounds.concern(found.envelope)
    ]


@dataclass(frozen=True)
class _Bounds:
    """From when on a group reacts, and up to where its inbox rows may be gone; by kind."""

    durable: str
    since: Mapping[str, datetime | None]
    floors: Mapping[tuple[str, str], int]

    @classmethod
    async def read(cls, connection: asyncpg.Connection, group: Group) -> _Bounds:
        kinds = [
            f"{group.durable}/{kind_of(reaction.event_type.ce_type())}"
            for reaction in group.reactions
        ]
        since = {row["kind"]: row["since"] for row in await connection.fetch(_SINCE, kinds)}
        if group.since == "beginning":
            since = dict.fromkeys(kinds) | since
        floors = {
            (row["kind"], row["source"]): row["sequence"]
            for row in await connection.fetch(_FLOORS, kinds)
        }
        return cls(group.durable, since, floors)

    def concern(self, envelope: Envelope) -> bool:
        """Whether the event must have left a row."""
        kind = f"{self.durable}/{kind_of(envelope.type)}"
        if kind not in self.since or is_history(envelope, self.since[kind]):
            return False
        return envelope.sequence > self.floors.get((kind, envelope.source), 0)
