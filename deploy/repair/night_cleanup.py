"""What the night lets go of: old payloads of the bureaux, and inbox rows behind their floor.

A floor says that every event of a kind from a source, up to a number, was handled by a group:
one delivered again is recognised by its number alone. Floors are raised one night and the rows
behind them removed the next: a delivery that is being handled meanwhile sees one or the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import asyncpg
import structlog

from contracts.event import Audience
from deploy.nats.durables import BusService
from deploy.repair.books import Books
from services.chassis.nats.stream_marks import HORIZONS
from services.chassis.reactions.group_records import kind_of
from services.chassis.reactions.spec import Group

log = structlog.get_logger(__name__)

ROWS_AT_ONCE = 1000
INBOX_KEPT = timedelta(days=30)
"""Younger events keep their inbox row, so that an operator can see what was handled when."""
FROM_THE_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)

# Only number, type and hash stay, when the stream has let go of the row as well.
_LET_GO = """
UPDATE journal SET payload_hash = sha256(convert_to(payload, 'UTF8')), payload = '{}',
    headers = jsonb_build_object('ce-type', headers -> 'ce-type')
WHERE position IN (
    SELECT position FROM journal WHERE audience = 'bureau' AND recorded_at < $1
        AND payload_hash IS NULL AND redacted_at IS NULL AND sent_at IS NOT NULL
    ORDER BY position LIMIT $2
)
"""
_OLD = """
SELECT source, max(sequence) AS sequence FROM journal
WHERE audience = $1 AND recorded_at < $2 GROUP BY source
"""
_OF_A_KIND = """
SELECT row.source, row.sequence, row.event_id FROM journal AS row
LEFT JOIN unnest($4::text[], $5::bigint[]) AS floor (source, sequence)
    ON floor.source = row.source
WHERE row.audience = $1 AND split_part(row.subject, '.', 5) = $2
    AND row.recorded_at >= $3 AND row.recorded_at < $6 AND row.redacted_at IS NULL
    AND row.sequence > coalesce(floor.sequence, 0)
"""
_NOT_HANDLED = """
SELECT event_id FROM unnest($2::uuid[]) AS asked (event_id)
WHERE NOT EXISTS (SELECT FROM inbox WHERE consumer = $1 AND inbox.event_id = asked.event_id)
"""
_REMOVE = """
DELETE FROM inbox USING unnest($2::text[], $3::bigint[]) AS floor (source, sequence)
WHERE inbox.consumer = $1 AND inbox.source = floor.source AND inbox.sequence <= floor.sequence
"""
_RAISE = """
INSERT INTO inbox_floors AS floor (kind, source, sequence)
SELECT $1, source, sequence FROM unnest($2::text[], $3::bigint[]) AS raised (source, sequence)
ON CONFLICT (kind, source) DO UPDATE SET sequence = greatest(floor.sequence, excluded.sequence)
"""

# The database itself refuses to lose a younger line; `app` may remove none.
_PRUNE_AUDIT = """
DELETE FROM audit_entries WHERE entry_id IN (
    SELECT entry_id FROM audit_entries WHERE at < now() - interval '3 years' LIMIT $1
)
"""

Floors = dict[str, int]
"""By source, the number up to which everything was handled."""


async def let_go(books: Mapping[str, Books], services: Sequence[BusService], now: datetime) -> None:
    """Let go of what is past its time in every service. Raises the database's errors."""
    for one in books.values():
        await let_go_of_payloads(one, now)
        await prune_audit(one)
    for service in services:
        for group in service.reactions.groups() if service.reactions else ():
            await _prune_inbox(books, service.name, group, now)


async def let_go_of_payloads(books: Books, now: datetime) -> int:
    """Leave number, type and hash of the bureaux' rows past 13 months; return how many."""
    total = 0
    while True:
        status = await books.connection.execute(_LET_GO, now - HORIZONS["bureau"], ROWS_AT_ONCE)
        count = _count(status)
        total += count
        if count < ROWS_AT_ONCE:
            break
    if total:
        log.info("repair.payloads_let_go", service=books.service, count=total)
    return total


async def prune_audit(books: Books) -> int:
    """Remove lines of the audit past their three years; return how many."""
    total, count = 0, ROWS_AT_ONCE
    while count == ROWS_AT_ONCE:
        count = _count(await books.connection.execute(_PRUNE_AUDIT, ROWS_AT_ONCE))
        total += count
    if total:
        log.info("repair.audit_pruned", service=books.service, count=total)
    return total


async def _prune_inbox(
    books: Mapping[str, Books], service: str, group: Group, now: datetime
) -> None:
    inbox = books[service].connection
    kinds: dict[str, set[str]] = defaultdict(set)
    for reaction in group.reactions:
        kinds[reaction.event_type.service()].add(kind_of(reaction.event_type.ce_type()))
    for publisher, of_it in kinds.items():
        if publisher not in books:
            continue
        floors = {kind: await _floors(inbox, f"{group.durable}/{kind}") for kind in of_it}
        await _remove_behind(inbox, group.durable, _lowest(list(floors.values())))
        for kind in sorted(of_it):
            raised = await _handled_up_to(
                books[publisher].connection,
                inbox,
                group,
                kind=kind,
                floors=floors[kind],
                before=now - INBOX_KEPT,
            )
            await inbox.execute(
                _RAISE, f"{group.durable}/{kind}", list(raised), list(raised.values())
            )


async def _floors(inbox: asyncpg.Connection, kind: str) -> Floors:
    rows = await inbox.fetch("SELECT source, sequence FROM inbox_floors WHERE kind = $1", kind)
    return {row["source"]: row["sequence"] for row in rows}


def _lowest(floors: Sequence[Floors]) -> Floors:
    """The floor of a source is that of its slowest kind; a kind without one has none."""
    sources = set.intersection(*(set(one) for one in floors))
    return {source: min(one[source] for one in floors) for source in sources}


async def _remove_behind(inbox: asyncpg.Connection, consumer: str, floors: Floors) -> None:
    status = await inbox.execute(_REMOVE, consumer, list(floors), list(floors.values()))
    if _count(status):
        log.info("repair.inbox_pruned", consumer=consumer, count=_count(status))


async def _handled_up_to(
    journal: asyncpg.Connection,
    inbox: asyncpg.Connection,
    group: Group,
    *,
    kind: str,
    floors: Floors,
    before: datetime,
) -> Floors:
    """How far each source's events of a kind were handled, among those recorded before then.

    Empty while the group has not run: from when on it reacts is not known yet.
    """
    since = await inbox.fetchrow(
        "SELECT since FROM reaction_groups WHERE consumer = $1", f"{group.durable}/{kind}"
    )
    if since is None:
        return {}
    audience: Audience = group.audience
    reached = {
        row["source"]: row["sequence"] for row in await journal.fetch(_OLD, audience, before)
    }
    recorded = await journal.fetch(
        _OF_A_KIND,
        audience,
        kind.partition(".")[2],
        since["since"] or FROM_THE_BEGINNING,
        list(floors),
        list(floors.values()),
        before,
    )
    rows = await inbox.fetch(_NOT_HANDLED, group.durable, [row["event_id"] for row in recorded])
    not_handled = {row["event_id"] for row in rows}
    for row in recorded:
        if row["event_id"] in not_handled:
            reached[row["source"]] = min(reached[row["source"]], row["sequence"] - 1)
    return reached


def _count(status: str) -> int:
    """Rows of a command, from its tag."""
    return int(status.rpartition(" ")[2])
