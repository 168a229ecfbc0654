"""The relay beside raw atomic batches of the same messages, on the same server, in turns."""

import statistics
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import asyncpg
import nats
from nats.aio.client import Client

from contracts.streams import all_stream_settings
from deploy.embedded.nats import EmbeddedNats
from deploy.embedded.postgres import EmbeddedPostgres
from deploy.nats.provision import ensure_stream
from services.chassis.base.settings import Settings
from services.chassis.database.engine import Database
from services.chassis.database.migrations import run_migrations
from services.chassis.nats.connection import Bus
from services.chassis.outbox.publication import Row
from services.chassis.outbox.relay import BATCH_ROWS, Relay
from services.chassis.security.credentials import ServiceCredentials, create_missing
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from tests.bench.report import Figure
from tests.chassis.facts import BOURDELLE, department_event, scope_of
from tests.chassis.ledger import Ledger
from tests.support.servers import own_folder, running_nats
from tests.support.waiting import eventually

ROWS = 10_000
ROWS_A_COMMIT = 500
ROUNDS = 5
SHARE_OF_RAW_MIN = 0.35
STREAM = "DEPARTMENT_82"
SPENT = """
SELECT subject, headers, payload, position, resends FROM journal ORDER BY position LIMIT $1
"""


async def relay() -> list[Figure]:
    """How long the relay takes to empty a journal, select and marks included, against the floor."""
    with own_folder("bench", on_disk=True) as folder:
        (folder / "nats").mkdir()
        async with _running(folder) as (settings, server, superuser):
            ratios, rates = [], []
            for _ in range(ROUNDS):
                await _fill(settings)
                real = await _relay(settings, superuser)
                raw = await _raw(server, await superuser.fetch(SPENT, ROWS))
                await superuser.execute("TRUNCATE journal")
                ratios.append(raw / real)
                rates.append(ROWS / real)
    share = statistics.median(ratios)
    remark = f"{statistics.median(rates):.0f} events/s: {share:.2f} of raw, medians of {ROUNDS}"
    return [Figure("relay, time ÷ raw atomic batches", 1 / share, 1 / SHARE_OF_RAW_MIN, "", remark)]


@asynccontextmanager
async def _running(
    folder: Path,
) -> AsyncIterator[tuple[Settings, EmbeddedNats, asyncpg.Connection]]:
    postgres = EmbeddedPostgres(folder / "pg")
    await postgres.start()
    try:
        settings = Settings(
            database_url=postgres.url, database_ssl="disable", credentials=folder / "credentials"
        )
        create_missing(settings.credentials, [Ledger.name])
        await run_migrations(Ledger(), settings)
        name = settings.database_name(Ledger.name)
        superuser = await asyncpg.connect(f"{postgres.url.rpartition('/')[0]}/{name}")
        async with running_nats(folder / "nats") as server:
            yield settings.replaced(nats_url=server.url), server, superuser
        await superuser.close()
    finally:
        await postgres.stop()


async def _fill(settings: Settings) -> None:
    credentials = ServiceCredentials.load(settings.credentials, Ledger.name)
    database = Database.open(settings, credentials)
    units = UnitsOfWork(database, service=Ledger.name, department="82")
    for _ in range(ROWS // ROWS_A_COMMIT):
        async with units.begin(scope_of(BOURDELLE)) as uow:
            for number in range(ROWS_A_COMMIT):
                uow.publish(department_event(f"Formation {number}"))
    await database.close()


async def _relay(settings: Settings, superuser: asyncpg.Connection) -> float:
    """Seconds from a relay that leads, on an empty stream, to the last mark."""
    await _empty_stream(settings.nats_url)
    credentials = ServiceCredentials.load(settings.credentials, Ledger.name)
    database = Database.open(settings, credentials)
    bus = await Bus.connect(settings, credentials)
    await bus.wait_connected()
    running = Relay(database, bus, service=Ledger.name, department="82")
    start = time.perf_counter()
    await running.start()

    async def empty() -> bool:
        unsent = "SELECT EXISTS (SELECT FROM journal WHERE sent_at IS NULL)"
        return not await superuser.fetchval(unsent)

    await eventually(empty)
    taken = time.perf_counter() - start
    await running.stop()
    await bus.close()
    await database.close()
    return taken


async def _raw(server: EmbeddedNats, records: Sequence[asyncpg.Record]) -> float:
    """Seconds for the same messages as atomic batches, ready in memory."""
    await _empty_stream(server.url)
    rows = [Row.read(dict(record)) for record in records]
    client = await nats.connect(server.url)
    start = time.perf_counter()
    for first in range(0, len(rows), BATCH_ROWS):
        await _batch(client, rows[first : first + BATCH_ROWS])
    taken = time.perf_counter() - start
    kept = (await client.jetstream().stream_info(STREAM)).state.messages
    assert kept == len(rows), f"raw batches kept {kept} of {len(rows)}"
    await client.close()
    return taken


async def _batch(client: Client, rows: Sequence[Row]) -> None:
    batch = str(uuid4())
    for place, row in enumerate(rows, start=1):
        headers = {**row.headers, "Nats-Batch-Id": batch, "Nats-Batch-Sequence": str(place)}
        if place < len(rows):
            await client.publish(row.subject, row.payload, headers=headers)
            continue
        headers["Nats-Batch-Commit"] = "1"
        await client.request(row.subject, row.payload, timeout=30, headers=headers)


async def _empty_stream(url: str) -> None:
    client = await nats.connect(url)
    js = client.jetstream()
    for stream in all_stream_settings("82"):
        if stream.name in [info.config.name for info in await js.streams_info()]:
            await js.delete_stream(stream.name)
        await ensure_stream(js, stream)
    await client.close()
