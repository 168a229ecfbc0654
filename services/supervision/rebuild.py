"""Making the read models again from the stream, while pages go on showing the old ones.

Fold in memory, COPY into fresh tables, index, then swap: under a lock of the old tables the few
events that were folded meanwhile are folded too, so the reader that is running goes on from its
own watermark and nothing falls between.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

import asyncpg
import msgspec
from alembic.migration import MigrationContext
from alembic.operations import Operations
from nats.aio.client import Client
from sqlalchemy import Connection, MetaData, Table, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool
from sqlalchemy.schema import CreateIndex

from contracts.streams import stream_name
from services.chassis.base.errors import Conflict
from services.chassis.base.settings import Settings
from services.chassis.database import provisioning
from services.chassis.database.compiled_statements import as_dbapi_errors
from services.chassis.database.engine import sqlstate
from services.chassis.database.migrations import grant_rights, row_security
from services.chassis.database.tables import watermarks
from services.chassis.nats.parse_envelope import Unreadable
from services.chassis.projections.decoder import Decoding
from services.chassis.projections.revision import move_watermark, signal_of
from services.chassis.projections.stream_range import StreamState, read_stream, stream_state
from services.chassis.security.credentials import OperatorCredentials
from services.supervision.base.metadata import READ_BY_ALL
from services.supervision.exactness.tables import counted_facts, coverage_tellings
from services.supervision.journal.tables import network_journal
from services.supervision.read_models.model.fold import Folded
from services.supervision.read_models.model.folded_events import Row
from services.supervision.read_models.store import write
from services.supervision.read_models.tables import READ_MODELS
from services.supervision.subscribers import DEPARTMENT

FRESH = "rebuilding"
"""Schema the fresh tables are made in; they move into `public` by the swap."""

APPENDED = (network_journal, counted_facts, coverage_tellings)
"""A line for each fact, never told otherwise: millions of them are not kept in memory."""
SWAP_ATTEMPTS = 60
# Below deadlock_timeout (1 s): when a page and the swap wait for each other, the swap gives way.
SWAP_LOCK_TIMEOUT_MS = 500
LOCK_NOT_AVAILABLE = "55P03"


class RebuildRunning(Conflict):
    """Two of them would fill the same fresh tables."""

    code = "rebuild-running"
    title = (
        "Une reconstruction des tableaux est déjà en cours\u202f: attendez qu’elle se termine, "
        "puis recommencez si elle a échoué."
    )


@dataclass
class Rebuilt:
    """What was folded, and how many events could not be read (they are among the parked)."""

    folded: int = 0
    unreadable: int = 0


@dataclass
class _Rebuild:
    client: Client
    stream: str
    decoding: Decoding = field(default_factory=lambda: Decoding(DEPARTMENT))
    done: Rebuilt = field(default_factory=Rebuilt)

    async def fold(self, messages: Iterable[Any], folded: Folded) -> None:
        for message in messages:
            addressed = self.decoding.address(message.subject, message.headers or {})
            read = (
                addressed
                if isinstance(addressed, Unreadable)
                else self.decoding.decode(addressed, message.data)
            )
            if isinstance(read, Unreadable):
                self.done.unreadable += 1
                continue
            folded.fold(read.envelope, read.data)
            self.done.folded += 1


async def rebuild(settings: Settings, client: Client) -> Rebuilt:
    """Make every read model again; supervision may be running.

    `client` is the operator's connection to NATS. Raises RebuildRunning while another one is at
    work, nats.errors.Error or the database's error when one of them stops answering; the old read
    models are then still in place.
    """
    work = _Rebuild(client, stream_name("department", settings.department))
    operator = OperatorCredentials.load(settings.credentials)
    url = provisioning.owner_url(settings, "supervision", operator)
    engine = create_async_engine(url, poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            await _be_alone(connection)
            state = await stream_state(client, work.stream)
            await _fill_fresh_tables(connection, work, state)
            revision = await _swap_when_free(connection, work, state)
    finally:
        await engine.dispose()
    # Open pages read again what was made again, as after any fold.
    await client.publish(
        f"changed.supervision.{settings.department}",
        signal_of(DEPARTMENT.name, revision, state.last_sequence),
    )
    await client.flush()
    return work.done


async def _be_alone(connection: AsyncConnection) -> None:
    """Hold the right to rebuild until the connection ends, however it ends."""
    if not await connection.scalar(text(f"SELECT pg_try_advisory_lock(hashtext('{FRESH}'))")):
        raise RebuildRunning


async def _fill_fresh_tables(
    connection: AsyncConnection, work: _Rebuild, state: StreamState
) -> None:
    await connection.execute(text(f"DROP SCHEMA IF EXISTS {FRESH} CASCADE"))
    await connection.execute(text(f"CREATE SCHEMA {FRESH}"))
    for table in READ_MODELS:
        like = f"CREATE TABLE {FRESH}.{table.name} (LIKE public.{table.name} INCLUDING DEFAULTS)"
        await connection.execute(text(like))
    folded = Folded()
    async for messages in read_stream(work.client, work.stream, 1, state.last_sequence):
        await work.fold(messages, folded)
        for table in APPENDED:
            rows = getattr(folded, table.name)
            await _copy(connection, table, rows.values())
            rows.clear()
    for table in READ_MODELS:
        await _copy(connection, table, getattr(folded, table.name).values())
    await connection.run_sync(_index)
    await connection.commit()


async def _copy(connection: AsyncConnection, table: Table, rows: Iterable[Row]) -> None:
    columns = [column.name for column in table.columns]
    records = [tuple(_plain(row[column]) for column in columns) for row in rows]
    if not records:
        return
    raw = await connection.get_raw_connection()
    driver = cast("asyncpg.Connection", raw.driver_connection)
    with as_dbapi_errors(driver):
        await driver.copy_records_to_table(
            table.name, schema_name=FRESH, columns=columns, records=records
        )


def _plain(value: object) -> object:
    return msgspec.json.encode(value).decode() if isinstance(value, dict) else value


def _index(connection: Connection) -> None:
    """Keys and indexes, after the rows; an event that is twice in the stream is one line."""
    for table in APPENDED:
        connection.execute(
            text(
                f"DELETE FROM {FRESH}.{table.name} a USING {FRESH}.{table.name} b"  # noqa: S608 # a constant
                " WHERE a.event_id = b.event_id AND a.ctid > b.ctid"
            )
        )
    fresh = MetaData(schema=FRESH)
    for table in READ_MODELS:
        key = ", ".join(column.name for column in table.primary_key)
        connection.execute(
            text(
                f"ALTER TABLE {FRESH}.{table.name}"
                f" ADD CONSTRAINT {table.name}_pkey PRIMARY KEY ({key})"
            )
        )
        for index in table.to_metadata(fresh, schema=FRESH).indexes:
            connection.execute(CreateIndex(index))
        connection.execute(text(f"ANALYZE {FRESH}.{table.name}"))


async def _swap_when_free(connection: AsyncConnection, work: _Rebuild, state: StreamState) -> int:
    for attempt in range(1, SWAP_ATTEMPTS + 1):
        try:
            return await _swap(connection, work, state)
        except DBAPIError as error:
            await connection.rollback()
            if sqlstate(error) != LOCK_NOT_AVAILABLE or attempt == SWAP_ATTEMPTS:
                raise
    raise AssertionError("unreachable: the last attempt returns or raises")


async def _swap(connection: AsyncConnection, work: _Rebuild, state: StreamState) -> int:
    """Put the fresh tables in their place; the new revision of the read models."""
    names = ", ".join(f"public.{table.name}" for table in READ_MODELS)
    await connection.execute(text(f"SET LOCAL lock_timeout = {SWAP_LOCK_TIMEOUT_MS}"))
    await connection.execute(text(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE"))
    reached = await _catch_up(connection, work, state)
    await connection.execute(text("SET LOCAL search_path TO public"))
    await connection.execute(text(f"DROP TABLE {names}"))
    for table in READ_MODELS:
        await connection.execute(text(f"ALTER TABLE {FRESH}.{table.name} SET SCHEMA public"))
    await connection.execute(text(f"DROP SCHEMA {FRESH}"))
    await connection.run_sync(_protect)
    revision = await move_watermark(
        connection,
        projection=DEPARTMENT.name,
        stream=work.stream,
        created_at=state.created_at,
        sequence=reached,
        now=datetime.now(UTC),
    )
    await connection.execute(
        update(watermarks)
        .where(watermarks.c.projection == DEPARTMENT.name)
        .values(fold=DEPARTMENT.fingerprint)
    )
    await connection.commit()
    return revision


async def _catch_up(connection: AsyncConnection, work: _Rebuild, state: StreamState) -> int:
    """Fold what the running reader folded since; return the sequence the fresh tables are at."""
    watermark = await connection.scalar(
        select(watermarks.c.sequence).where(
            watermarks.c.projection == DEPARTMENT.name,
            watermarks.c.stream == work.stream,
            watermarks.c.created_at == state.created_at,
        )
    )
    reached = max(watermark or 0, state.last_sequence)
    missed = Folded()
    async for messages in read_stream(work.client, work.stream, state.last_sequence + 1, reached):
        await work.fold(messages, missed)
    # Unqualified names now mean the fresh tables.
    await connection.execute(text(f"SET LOCAL search_path TO {FRESH}, public"))
    await write(connection, missed)
    return reached


def _protect(connection: Connection) -> None:
    """Row-level security and rights, as the migration gave them."""
    operations = Operations(MigrationContext.configure(connection))
    for table in READ_MODELS:
        of_a_lycee = "uai" in table.columns
        shared = not of_a_lycee or bool(table.info.get(READ_BY_ALL))
        row_security(operations, table.name, shared=shared, department_wide=of_a_lycee)
    grant_rights(connection)
