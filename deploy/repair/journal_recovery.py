"""An older journal takes back from a stream the facts it told and has lost.

The fact and its number come back, and the version of what it happened to, so that what is told
next is not taken for older. What a database said besides is not in the facts, and stays lost.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog
from nats.aio.client import Client
from pydantic import ValidationError
from sqlalchemy import MetaData, Table, Uuid

from contracts.envelope import Envelope
from contracts.event import REGISTRY, Audience
from contracts.streams import stream_name
from contracts.subjects import publish_filter
from deploy.repair import streams
from deploy.repair.books import Books
from deploy.repair.judgements import Found, attributes
from services.chassis.database.tables import CHASSIS
from services.chassis.nats.parse_envelope import Unreadable, read_envelope, read_subject
from services.chassis.outbox.last_events import REPUBLISH
from services.chassis.projections.stream_range import stream_state

log = structlog.get_logger(__name__)

_COUNTER = """
INSERT INTO journal_counters AS counter (source, audience, uai, last) VALUES ($1, $2, $3, 0)
ON CONFLICT (source, audience) DO UPDATE SET last = counter.last RETURNING last
"""
_COUNT = "UPDATE journal_counters SET last = $3 WHERE source = $1 AND audience = $2"
# Sent already, but for its number: what bears another one is sent by filling the stream anew.
_RECORD = """
INSERT INTO journal (event_id, uai, source, audience, sequence, subject, headers, payload,
    recorded_at, sent_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""


# In the transaction that takes the facts back: whoever is killed afterwards has asked for it.
_REPUBLISH = """
INSERT INTO due_work (job, uai, key, due_at)
SELECT $1, uai, min(position) || ':' || max(position), $3 FROM journal WHERE event_id = ANY($2)
GROUP BY uai ON CONFLICT (job, uai, key) DO NOTHING
"""
_REPUBLISH_NOW = """
UPDATE due_work SET due_at = least(due_at, $2) WHERE job = $1 AND done_at IS NULL
"""


@dataclass(frozen=True)
class Facts:
    """What one journal took back of one audience.

    `changed` is what the facts happened to, `gone` those of them the database has no longer;
    `renumbered`: since the database was put back, others were told under the same numbers.
    """

    service: str
    audience: Audience
    count: int
    changed: frozenset[str]
    gone: frozenset[str]
    renumbered: bool


async def lost_facts(
    client: Client, books: Books, audience: Audience, department: str, first: int = 1
) -> list[Found]:
    """Facts of this service in the stream, from a number on, that its journal does not know.

    Only those that say what an event of this service says, in their order: a stranger that does
    not is for a person.
    """
    stream = stream_name(audience, department)
    if await streams.absent(client, stream):
        return []
    last = (await stream_state(client, stream)).last_sequence
    own = publish_filter(audience, department, books.service)
    lost: dict[UUID, Found] = {}
    async for batch in streams.read_from(client, stream, first, last, (own,)):
        some = {found.envelope.id: found for found in batch if found.envelope and _is_sound(found)}
        known = await books.known(list(some))
        lost |= {event_id: found for event_id, found in some.items() if event_id not in known}
    return list(lost.values())


def _is_sound(found: Found) -> bool:
    subject = read_subject(found.subject)
    if isinstance(subject, Unreadable):
        return False
    addressed = read_envelope(subject, found.headers)
    declared = found.envelope and REGISTRY.get(found.envelope.type)
    if isinstance(addressed, Unreadable) or not declared:
        return False
    try:
        event = declared.from_json(found.payload)
    except ValidationError:
        return False
    return str(event.aggregate_id()) == addressed.envelope.subject


async def take_facts_back(
    books: Books,
    metadata: MetaData,
    audience: Audience,
    lost: Sequence[Found],
    now: datetime,
    *,
    republish_at: datetime | None = None,
) -> Facts:
    """Record them again, raise the versions of what they happened to; the service may be at work.

    `republish_at`: when the service is to tell what differs between its tables and these facts, if it has
    that job.
    """
    by_source: dict[str, list[tuple[Envelope, Found]]] = defaultdict(list)
    for found in lost:
        if found.envelope:
            by_source[found.envelope.source].append((found.envelope, found))
    renumbered, gone = False, set[str]()
    async with books.connection.transaction():
        # In the order in which commands take the same locks.
        for source, some in sorted(by_source.items()):
            renumbered |= await _record(books, source, audience, some, now)
            gone |= await _raise_versions(books, metadata, [envelope for envelope, _ in some])
        await books.connection.execute("SELECT set_config('app.uais', '*', false)")
        if republish_at is not None:
            ids = [found.envelope.id for found in lost if found.envelope]
            await books.connection.execute(_REPUBLISH, REPUBLISH, ids, republish_at)
    changed = frozenset(found.envelope.subject for found in lost if found.envelope)
    log.warning("repair.facts_taken_back", service=books.service, count=len(lost))
    return Facts(books.service, audience, len(lost), changed, frozenset(gone), renumbered)


async def republish_now(books: Books, now: datetime) -> None:
    """Have what was put off until readers are done be done now."""
    await books.connection.execute(_REPUBLISH_NOW, REPUBLISH, now)


async def _record(
    books: Books,
    source: str,
    audience: Audience,
    some: Sequence[tuple[Envelope, Found]],
    now: datetime,
) -> bool:
    """Write the rows of one source; whether they had to take other numbers than they had."""
    uai = some[0][0].uai
    last = await books.connection.fetchval(_COUNTER, source, audience, uai)
    ordered = sorted(some, key=lambda one: one[0].sequence)
    numbers = [envelope.sequence for envelope, _ in ordered]
    # Where a number is taken all move up: a source's numbers are in the order of its journal.
    renumbered = numbers[0] <= last or len(set(numbers)) < len(numbers)
    if renumbered:
        numbers = list(range(last + 1, last + 1 + len(ordered)))
    rows = [
        _row(envelope, found, audience, number, now)
        for number, (envelope, found) in zip(numbers, ordered, strict=True)
    ]
    await books.connection.executemany(_RECORD, rows)
    await books.connection.execute(_COUNT, source, audience, numbers[-1])
    return renumbered


def _row(
    envelope: Envelope, found: Found, audience: Audience, number: int, now: datetime
) -> tuple[object, ...]:
    headers = attributes(found.headers) | {"ce-sequence": str(number)}
    place = (envelope.id, envelope.uai, envelope.source, audience, number, found.subject)
    return (*place, json.dumps(headers), found.payload.decode(), envelope.time, now)


async def _raise_versions(
    books: Books, metadata: MetaData, envelopes: Sequence[Envelope]
) -> set[str]:
    """Have what these facts happened to go on above them; which of it is there no longer."""
    versions: dict[tuple[str, str], int] = {}
    for envelope in envelopes:
        key = REGISTRY[envelope.type].aggregate_field(), envelope.subject
        versions[key] = max(envelope.version, versions.get(key, 0))
    gone = set()
    for (field, aggregate), version in versions.items():
        there = [
            await _raise_version(
                books, table, field, aggregate=aggregate, version=version, uai=envelopes[0].uai
            )
            for table in _tables_of(metadata, field)
        ]
        # Of some nothing is ever kept but the fact: a reminder, a notice.
        if there and not any(there):
            gone.add(aggregate)
    return gone


def _tables_of(metadata: MetaData, field: str) -> list[Table]:
    """Where an aggregate is kept: by its id, by a key of the business, or beside its version."""
    own = [t for t in metadata.tables.values() if t.name not in CHASSIS.tables and field in t.c]
    versioned = [table for table in own if "version" in table.c]
    keyed = [table for table in own if table.c[field].primary_key]
    by_business = [
        table
        for table in versioned
        if not any(isinstance(column.type, Uuid) for column in table.primary_key)
    ]
    return list(dict.fromkeys([*keyed, *by_business])) or versioned


async def _raise_version(
    books: Books, table: Table, field: str, *, aggregate: str, version: int, uai: str
) -> bool:
    """Whether the row is there. Rows of a lycée are written in its scope, shared ones in any."""
    where = f"{field} = $1::uuid" if isinstance(table.c[field].type, Uuid) else f"{field} = $1"
    there = False
    for scope in (uai, "*"):
        await books.connection.execute("SELECT set_config('app.uais', $1, false)", scope)
        if "version" in table.c:
            status = await books.connection.execute(
                f"UPDATE {table.name} SET version = greatest(version, $2) WHERE {where}",  # noqa: S608 # names of our tables
                aggregate,
                version,
            )
            there |= not status.endswith(" 0")
        there |= bool(
            await books.connection.fetchval(
                f"SELECT EXISTS (SELECT FROM {table.name} WHERE {where})",  # noqa: S608 # names of our tables
                aggregate,
            )
        )
    return there
