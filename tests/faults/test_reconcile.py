"""Journals and streams compared while people work: what is found, what is not, what is said."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import nats.errors
import pytest
import pytest_asyncio
from nats.js.errors import NotFoundError

from contracts.envelope import MESSAGE_ID
from contracts.identifiers import Mef
from deploy.embedded.nats import EmbeddedNats
from deploy.nats.operator_connection import operator_connection
from deploy.operations.repair import rebuild_stream
from deploy.repair.schedule import (
    keep_reconciled,
    last_night,
    night_is_due,
    reconcile_by_night,
)
from deploy.repair.stream_refill import StreamUnknown
from deploy.services import SERVICES
from deploy.supervisor.servers import background
from services.chassis.outbox.reconciliations import (
    latest_reconciliations,
    reconciliations_with_findings,
)
from tests.faults.department import Department
from tests.faults.reconciling import (
    BUREAU,
    DEPARTMENT,
    compare,
    complete,
    everything,
    holes,
    read,
    said,
    unclean,
)
from tests.support.network import make_streams_anew
from tests.support.processes import run
from tests.support.waiting import eventually

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@pytest_asyncio.fixture
async def busy(here: Department) -> Department:
    """A department where journals and streams agree, and were compared."""
    for placement in await here.proposals(3):
        assert (await here.confirm(placement)).status_code == 200
    await eventually(here.settled)
    assert unclean(await compare(here)) == []
    return here


async def test_a_pass_reads_what_is_new_and_no_more(busy: Department) -> None:
    before = sum([await busy.one(s.name, "SELECT count(*) FROM journal") for s in SERVICES])
    assert read(await compare(busy)) == 0
    await busy.lycee.opens(Mef("2473121232"))
    await eventually(busy.settled)
    after = sum([await busy.one(s.name, "SELECT count(*) FROM journal") for s in SERVICES])
    found = await compare(busy)
    assert (read(found), unclean(found)) == (after - before, [])
    assert read(await compare(busy, whole=True)) == after


async def test_what_is_published_meanwhile_is_not_taken_for_missing(here: Department) -> None:
    placements = await here.proposals(40)
    confirming = asyncio.gather(*(here.confirm_at_last(one, uuid4()) for one in placements))
    passes = 0
    while not confirming.done() or passes < 5:
        found = await compare(here, whole=passes % 2 == 0)
        assert holes(found) == 0, unclean(found)
        passes += 1
    await confirming
    resent = await here.one("internships", "SELECT sum(resends) FROM journal")
    assert resent == 0


async def test_what_nobody_can_mend_alone_is_said_to_a_person(busy: Department) -> None:
    models = await busy.read_models()
    row = await busy.superusers["internships"].fetchrow(
        "SELECT subject, headers, payload, position FROM journal WHERE audience = 'department'"
        " ORDER BY position LIMIT 1"
    )
    assert row is not None
    bus = busy.network.runtime("internships").bus
    async with operator_connection(busy.network.settings) as client:
        js = client.jetstream()
        one = await js.get_msg(DEPARTMENT, subject=row["subject"])
        foreign = {**(one.headers or {}), "ce-id": str(uuid4()), MESSAGE_ID: str(uuid4())}
    await bus.request(row["subject"], row["payload"].encode(), headers=foreign)
    await busy.superusers["internships"].execute(
        "UPDATE journal SET payload = replace(payload, '{', '{ ') WHERE position = $1",
        row["position"],
    )

    found = await compare(busy, whole=True)

    (one_stream,) = [one for one in found["internships"] if one.stream == DEPARTMENT]
    assert (one_stream.strangers, one_stream.differing) == (1, 1)
    assert one_stream.for_a_person
    sentences = " ".join(one_stream.sentences())
    assert "inconnus du journal" in sentences
    assert f"passerelle rebuild stream {DEPARTMENT}" in sentences
    assert [one.stream for one in unclean(found)] == [DEPARTMENT]

    await eventually(busy.settled)
    written = await elsewhere(busy)
    told = await rebuild_stream(busy.network.settings, DEPARTMENT)

    assert f"{DEPARTMENT} est rempli de nouveau" in told[0]
    await eventually(busy.settled)
    again = await compare(busy, whole=True)
    assert [one for some in again.values() for one in some if one.for_a_person or one.holes] == []
    assert await busy.read_models() == models
    assert await elsewhere(busy) == written


async def elsewhere(busy: Department) -> dict[str, int]:
    """Rows of every service but the one whose read models say what the stream says."""
    written = await busy.written()
    return {name: rows for name, rows in written.items() if not name.startswith("supervision.")}


async def test_a_stream_that_does_not_exist_is_not_filled(busy: Department) -> None:
    with pytest.raises(StreamUnknown, match=DEPARTMENT):
        await rebuild_stream(busy.network.settings, "ELSEWHERE")


async def test_what_was_found_can_be_read_by_the_service(busy: Department) -> None:
    await busy.superusers["internships"].execute(
        "UPDATE journal SET sequence = sequence + 1000 WHERE position ="
        " (SELECT max(position) FROM journal WHERE audience = 'bureau')"
    )
    await compare(busy, whole=True)
    await compare(busy)

    async with busy.network.runtime("internships").database.engine.connect() as connection:
        latest = await latest_reconciliations(connection)
        found = await reconciliations_with_findings(connection, LONG_AGO)
    assert [one.stream for one in latest] == [BUREAU, DEPARTMENT]
    assert [(one.stream, one.differing) for one in found][-1] == (BUREAU, 1)


async def test_what_was_found_long_ago_is_forgotten(busy: Department) -> None:
    await busy.superusers["internships"].execute(
        "INSERT INTO reconciliations"
        " (stream, began_at, ended_at, whole, messages, holes, differing, strangers, note)"
        " SELECT $1, at, at, true, 9, holes, 0, 0, '' FROM (VALUES"
        " (now() - interval '31 days', 1), (now() - interval '29 days', 2)) AS old (at, holes)",
        DEPARTMENT,
    )
    await compare(busy)

    async with busy.network.runtime("internships").database.engine.connect() as connection:
        found = await reconciliations_with_findings(connection, LONG_AGO)
    assert [one.holes for one in found if one.stream == DEPARTMENT] == [2]


async def test_a_service_that_does_not_follow_its_stream_is_told_and_left_alone(
    busy: Department,
) -> None:
    relay = busy.network.runtime("internships").relay
    await relay.stop()
    await make_streams_anew(busy.network.settings)

    found = await compare(busy, patience_seconds=0.5)

    assert {one.note for one in found["internships"]} >= {"relay-behind"}
    assert holes(found) == 0
    assert await busy.one("internships", "SELECT sum(resends) FROM journal") == 0
    await relay.start()
    await eventually(lambda: complete(busy))
    assert "relay-behind" not in said(await compare(busy))


# Passes are minutes apart: each of these is mended long before the next one is due.
async def test_streams_are_mended_at_once_even_after_nats_was_down(
    busy: Department, bus: EmbeddedNats
) -> None:
    async def mend() -> None:
        settings = busy.network.settings
        await keep_reconciled(settings, SERVICES, first_after_seconds=0)

    async with background(mend):
        await bus.stop()
        for _ in range(3):
            with pytest.raises((OSError, nats.errors.Error)):
                await compare(busy)
        await bus.start()
        async with operator_connection(busy.network.settings) as client:
            await client.jetstream().delete_stream(DEPARTMENT)

        async def whole_again() -> bool:
            # A server that has just started may cut off whoever comes first.
            with suppress(LookupError, NotFoundError, OSError, nats.errors.Error):
                return await complete(busy)
            return False

        await eventually(whole_again)


def test_the_night_begins_at_two_in_paris() -> None:
    assert last_night(datetime(2026, 11, 24, 1, 30, tzinfo=UTC)).isoformat() == (
        "2026-11-24T02:00:00+01:00"
    )
    assert last_night(datetime(2026, 11, 24, 0, 30, tzinfo=UTC)).isoformat() == (
        "2026-11-23T02:00:00+01:00"
    )
    assert last_night(datetime(2026, 7, 14, 12, tzinfo=UTC)).isoformat() == (
        "2026-07-14T02:00:00+02:00"
    )


async def test_a_night_is_due_once(busy: Department) -> None:
    settings = busy.network.settings
    now = datetime.now(UTC)
    assert not await night_is_due(settings, SERVICES, now)
    await busy.superusers["internships"].execute(
        "UPDATE reconciled_streams SET scrubbed_at = $1", last_night(now) - timedelta(minutes=1)
    )
    assert await night_is_due(settings, SERVICES, now)
    await reconcile_by_night(settings, SERVICES)
    assert not await night_is_due(settings, SERVICES, now)


async def test_an_operator_asks_for_it(busy: Department) -> None:
    settings = busy.network.settings
    url = settings.database_url
    assert url is not None
    environment = {
        "PASSERELLE_DATABASE_URL": url.get_secret_value(),
        "PASSERELLE_DATABASE_PREFIX": settings.database_prefix,
        "PASSERELLE_DATABASE_SSL": settings.database_ssl,
        "PASSERELLE_NATS_URL": settings.nats_url,
        "PASSERELLE_CREDENTIALS": str(settings.credentials),
    }
    code, output = await run("reconcile", "--full", environment=environment)
    assert (code, "Journaux et flux concordent" in output) == (0, True), output
    assert everything(await compare(busy))
    code, output = await run("redact", "--yes", str(uuid4()), environment=environment)
    assert (code, "Aucun fait ne porte" in output) == (1, True), output
