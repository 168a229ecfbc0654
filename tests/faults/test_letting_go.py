"""What the night lets go of: old payloads of the bureaux, and inbox rows behind their floor."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest_asyncio

from deploy.embedded.nats import EmbeddedNats
from deploy.repair.night_cleanup import INBOX_KEPT
from deploy.repair.schedule import reconcile_by_night
from deploy.services import SERVICES
from services.chassis.nats.stream_marks import HORIZONS
from tests.faults.department import Department
from tests.faults.reconciling import (
    BUREAU,
    compare,
    complete,
    everything,
    in_the_streams,
    recorded,
    unclean,
)
from tests.support.network import ELSEWHERE
from tests.support.waiting import eventually

LYCEES = "partnerships__lycees"
FLOORS = "SELECT source, sequence FROM inbox_floors WHERE kind = $1 ORDER BY source"


@pytest_asyncio.fixture
async def busy(here: Department) -> Department:
    """Two lycées, placements confirmed, everything handled."""
    await here.network.client_as("rbde", ELSEWHERE)
    for placement in await here.proposals(2):
        assert (await here.confirm(placement)).status_code == 200
    await eventually(here.settled)
    return here


async def age(here: Department, audience: str, by: timedelta) -> None:
    """Make every fact of an audience that much older."""
    for service in SERVICES:
        await here.superusers[service.name].execute(
            "UPDATE journal SET recorded_at = $1 WHERE audience = $2",
            datetime.now(UTC) - by,
            audience,
        )


async def night(here: Department) -> None:
    await reconcile_by_night(here.network.settings, SERVICES)


async def test_of_a_bureau_s_old_facts_only_number_type_and_hash_stay(busy: Department) -> None:
    table = busy.superusers["internships"]
    query = "SELECT * FROM journal WHERE audience = $1 ORDER BY position"
    before = await table.fetch(query, "bureau")
    others = await table.fetch(query, "department")
    await age(busy, "bureau", HORIZONS["bureau"] + timedelta(days=1))
    await night(busy)

    after = await table.fetch(query, "bureau")
    assert before
    for old, kept in zip(before, after, strict=True):
        assert (kept["sequence"], kept["subject"]) == (old["sequence"], old["subject"])
        assert kept["payload_hash"] == sha256(old["payload"].encode()).digest()
        assert (kept["payload"], "ce-subject" in kept["headers"]) == ("{}", False)
        assert "fr.passerelle.internships." in kept["headers"]
    assert await table.fetch(query, "department") == others


async def test_a_fact_that_was_let_go_is_neither_missed_nor_sent_again(
    busy: Department, bus: EmbeddedNats
) -> None:
    await age(busy, "bureau", HORIZONS["bureau"] + timedelta(days=1))
    await night(busy)
    assert unclean(await compare(busy, whole=True)) == []

    await bus.stop()
    shutil.rmtree(bus.config.parent / "jetstream")
    await bus.start()
    found = await compare(busy)
    assert [one.holes for one in everything(found) if one.holes] == []
    everywhere = await recorded(busy)
    expected = {**everywhere, BUREAU: set()}

    async def filled() -> bool:
        return bool(await busy.settled()) and await in_the_streams(busy) == expected

    await eventually(filled)


async def test_inbox_rows_behind_the_floor_go_and_nothing_is_handled_twice(
    busy: Department, bus: EmbeddedNats
) -> None:
    handled = "SELECT count(*) FROM inbox WHERE consumer = $1"
    count = await busy.one("partnerships", handled, LYCEES)
    assert count == 2
    await age(busy, "department", INBOX_KEPT + timedelta(days=1))
    await age(busy, "bureau", INBOX_KEPT + timedelta(days=1))

    await night(busy)
    floors = await busy.superusers["partnerships"].fetch(FLOORS, f"{LYCEES}/portal.lycee_opened")
    assert [row["sequence"] for row in floors] == [1, 1]
    assert await busy.one("partnerships", handled, LYCEES) == count
    await night(busy)
    assert await busy.one("partnerships", handled, LYCEES) == 0
    written, models = await busy.written(), await busy.read_models()

    await bus.stop()
    shutil.rmtree(bus.config.parent / "jetstream")
    await bus.start()
    await compare(busy)
    await eventually(lambda: complete(busy))
    assert await busy.written() == written
    assert await busy.read_models() == models


async def test_what_was_not_handled_keeps_the_floor_below_it(busy: Department) -> None:
    inbox = busy.superusers["partnerships"]
    await age(busy, "department", INBOX_KEPT + timedelta(days=1))
    await inbox.execute(
        "DELETE FROM inbox WHERE consumer = $1 AND source LIKE $2", LYCEES, f"%{ELSEWHERE}%"
    )
    await night(busy)
    floors = await inbox.fetch(FLOORS, f"{LYCEES}/portal.lycee_opened")
    assert [row["sequence"] for row in floors if ELSEWHERE in row["source"]] == [0]
    assert [row["sequence"] for row in floors if ELSEWHERE not in row["source"]] == [1]


async def test_what_is_young_keeps_its_inbox_row(busy: Department) -> None:
    count = await busy.one("partnerships", "SELECT count(*) FROM inbox")
    await night(busy)
    await night(busy)
    assert await busy.one("partnerships", "SELECT count(*) FROM inbox") == count
    assert await busy.one("partnerships", "SELECT count(*) FROM inbox_floors") == 0
