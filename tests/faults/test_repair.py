"""A stream loses what it had, in each way a disk can lose it: found, filled again, nothing twice."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import nats.errors
import pytest
import pytest_asyncio
from nats.js.errors import NotFoundError

from deploy.embedded.nats import EmbeddedNats
from deploy.nats.operator_connection import operator_connection
from deploy.repair.schedule import keep_reconciled
from deploy.services import SERVICES
from deploy.supervisor.servers import background
from tests.faults.department import Department
from tests.faults.reconciling import (
    DEPARTMENT,
    compare,
    complete,
    everything,
    holes,
    in_the_streams,
    recorded,
    said,
    unclean,
)
from tests.support.waiting import eventually

PLACEMENTS = 5
NEVER = 24 * 3600.0


@pytest_asyncio.fixture
async def busy(here: Department) -> Department:
    """A department where placements were confirmed, and journals and streams agree."""
    for placement in await here.proposals(PLACEMENTS):
        assert (await here.confirm(placement)).status_code == 200
    await eventually(here.settled)
    found = await compare(here)
    assert everything(found)
    assert unclean(found) == []
    return here


async def damage(bus: EmbeddedNats, how: Callable[[Path], None]) -> None:
    """Do something to the server's store while it is down."""
    await bus.stop()
    await asyncio.to_thread(how, bus.config.parent / "jetstream")
    await bus.start()


def block_of(store: Path, stream: str = DEPARTMENT) -> Path:
    """The file that holds a stream's messages."""
    (block,) = [path for path in store.rglob("*.blk") if stream in path.parts]
    return block


def flip_a_bit(store: Path) -> None:
    block = block_of(store)
    content = bytearray(block.read_bytes())
    content[len(content) // 2] ^= 1
    block.write_bytes(content)


def flip_a_bit_and_lose_the_index(store: Path) -> None:
    flip_a_bit(store)
    (block_of(store).parent / "index.db").unlink()


def cut_in_half(store: Path) -> None:
    block = block_of(store)
    content = block.read_bytes()
    block.write_bytes(content[: len(content) // 2])


def cut_in_half_and_lose_the_index(store: Path) -> None:
    cut_in_half(store)
    (block_of(store).parent / "index.db").unlink()


async def sent_since(busy: Department, instant: datetime) -> int:
    """Facts that were sent after an instant: those that are recorded here were sent before."""
    query = "SELECT count(*) FROM journal WHERE sent_at > $1"
    return sum([await busy.one(service.name, query, instant) for service in SERVICES])


@pytest.mark.parametrize(
    "how", [flip_a_bit, flip_a_bit_and_lose_the_index, cut_in_half, cut_in_half_and_lose_the_index]
)
async def test_a_damaged_store_is_filled_again_and_nothing_is_done_twice(
    busy: Department,
    bus: EmbeddedNats,
    how: Callable[[Path], None],
    record_property: Callable[[str, object], None],
) -> None:
    models, written = await busy.read_models(), await busy.written()
    began_at = datetime.now(UTC)

    await damage(bus, how)
    await eventually(busy.settled)
    assert how is not flip_a_bit or await in_the_streams(busy) != await recorded(busy)
    by_relays = await sent_since(busy, began_at)
    found = await compare(busy, whole=how is flip_a_bit)

    # The relays look at the stream again as soon as they are connected, and may fill it before
    # anybody compares: then the pass has nothing left to find.
    mended = {
        "found by the pass": holes(found),
        "said by the pass": sorted(said(found) & {"stream-went-back", "readers-made-anew"}),
        "sent again by relays": by_relays,
    }
    record_property("mended", mended)
    assert any(mended.values()), mended
    assert how is not flip_a_bit or holes(found), mended
    await eventually(lambda: complete(busy))
    assert await busy.read_models() == models
    assert await busy.written() == written
    again = await compare(busy, whole=True)
    assert unclean(again) == []


async def test_a_wiped_store_is_made_and_filled_again_without_anybody(
    busy: Department, bus: EmbeddedNats
) -> None:
    models, written = await busy.read_models(), await busy.written()

    await damage(bus, shutil.rmtree)
    found = await compare(busy)

    assert said(found) >= {"stream-absent", "stream-made-again"}
    assert holes(found) == 0
    await eventually(lambda: complete(busy))
    assert await busy.read_models() == models
    assert await busy.written() == written


async def test_what_the_bus_loses_is_mended_long_before_the_next_pass(
    busy: Department, bus: EmbeddedNats
) -> None:
    settings = busy.network.settings

    async def mend() -> None:
        await keep_reconciled(settings, SERVICES, first_after_seconds=0, every_seconds=NEVER)

    async def there_again() -> bool:
        # A server that has just started may cut off whoever comes first.
        with suppress(LookupError, NotFoundError, OSError, nats.errors.Error):
            async with operator_connection(settings) as client:
                await client.jetstream().consumer_info(DEPARTMENT, "supervision__department")
            return await complete(busy)
        return False

    async with background(mend):
        async with operator_connection(settings) as client:
            await client.jetstream().delete_consumer(DEPARTMENT, "supervision__department")
        await eventually(there_again)
        await damage(bus, shutil.rmtree)
        await eventually(there_again)


async def test_an_older_copy_of_the_store_is_brought_up_to_date(
    busy: Department, bus: EmbeddedNats, tmp_path: Path
) -> None:
    copy = tmp_path / "backup"

    def keep(store: Path) -> None:
        shutil.copytree(store, copy)

    def put_back(store: Path) -> None:
        shutil.rmtree(store)
        shutil.copytree(copy, store)

    await damage(bus, keep)
    for placement in await busy.proposals(PLACEMENTS, first=PLACEMENTS):
        await busy.confirm_at_last(placement, uuid4())
    await eventually(busy.settled)
    await compare(busy)
    models, written = await busy.read_models(), await busy.written()
    await damage(bus, put_back)
    found = await compare(busy)

    assert "readers-made-anew" in said(found)
    await eventually(lambda: complete(busy))
    assert await busy.read_models() == models
    assert await busy.written() == written


async def test_a_reader_that_was_deleted_is_made_again(busy: Department) -> None:
    async with operator_connection(busy.network.settings) as client:
        js = client.jetstream()
        await js.delete_consumer(DEPARTMENT, "supervision__department")
        found = await compare(busy)
        assert [one.note for one in found["supervision"]] == ["durables-mended"]
        await js.consumer_info(DEPARTMENT, "supervision__department")
    await eventually(busy.settled)
