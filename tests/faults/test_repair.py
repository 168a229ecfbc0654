"""A stream loses what it had, in each way a disk can lose it: found, filled again, nothing twice."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from contracts.streams import all_stream_settings
from deploy.embedded.nats import EmbeddedNats
from deploy.nats.provision import operator_connection
from deploy.repair.comparison import Limits
from deploy.repair.reconcile import Found, Options, reconcile
from deploy.repair.streams import read_from
from deploy.services import SERVICES
from services.chassis.projections.reading import stream_state
from services.chassis.reconciliations import Reconciliation
from tests.faults.department import Department
from tests.support.waiting import eventually

PLACEMENTS = 5
DEPARTMENT, BUREAU = "DEPARTMENT_82", "BUREAU_82"


@pytest_asyncio.fixture
async def bus(bus_server: EmbeddedNats) -> AsyncIterator[EmbeddedNats]:
    """The server of the services; it runs again after the test."""
    yield bus_server
    if not bus_server.running:
        await bus_server.start()


@pytest_asyncio.fixture
async def busy(here: Department) -> Department:
    """A department where placements were confirmed, and journals and streams agree."""
    for placement in await here.proposals(PLACEMENTS):
        assert (await here.confirm(placement)).status_code == 200
    await eventually(here.settled)
    found = await compare(here)
    assert everything(found)
    assert [one for one in everything(found) if not one.clean] == []
    return here


async def compare(here: Department, *, whole: bool = False, small: int = 0) -> Found:
    """One pass; streams are read whole only when asked, or when something looks wrong."""
    options = Options(whole=whole, limits=Limits(small_stream_messages=small))
    return await reconcile(here.network.settings, SERVICES, options)


def everything(found: Found) -> list[Reconciliation]:
    return [one for some in found.values() for one in some]


def holes(found: Found) -> int:
    return sum(one.holes for one in everything(found))


def said(found: Found) -> set[str]:
    return {note for one in everything(found) for note in one.note.split()}


async def recorded(here: Department) -> dict[str, set[UUID]]:
    """The events of every journal, by stream."""
    found: dict[str, set[UUID]] = {}
    for stream in all_stream_settings("82"):
        audience = stream.name.partition("_")[0].lower()
        found[stream.name] = set()
        for service in SERVICES:
            rows = await here.superusers[service.name].fetch(
                "SELECT event_id FROM journal WHERE audience = $1", audience
            )
            found[stream.name] |= {row["event_id"] for row in rows}
    return found


async def in_the_streams(here: Department) -> dict[str, set[UUID]]:
    """The events that can still be read; of a damaged one the server says nothing."""
    found: dict[str, set[UUID]] = {}
    async with operator_connection(here.network.settings) as client:
        for stream in all_stream_settings("82"):
            last = (await stream_state(client, stream.name)).last_sequence
            found[stream.name] = {
                message.envelope.id
                async for batch in read_from(client, stream.name, 1, last)
                for message in batch
                if message.envelope
            }
    return found


async def complete(here: Department) -> bool:
    return await here.settled() and await in_the_streams(here) == await recorded(here)


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


@pytest.mark.timeout(180)
@pytest.mark.parametrize(
    "how", [flip_a_bit, flip_a_bit_and_lose_the_index, cut_in_half, cut_in_half_and_lose_the_index]
)
async def test_a_damaged_store_is_filled_again_and_nothing_is_done_twice(
    busy: Department, bus: EmbeddedNats, how: Callable[[Path], None]
) -> None:
    models, written = await busy.read_models(), await busy.written()

    await damage(bus, how)
    await eventually(busy.settled)
    assert how is not flip_a_bit or await in_the_streams(busy) != await recorded(busy)
    found = await compare(busy, whole=how is flip_a_bit)

    assert holes(found) or "stream-went-back" in said(found)
    await eventually(lambda: complete(busy))
    assert await busy.read_models() == models
    assert await busy.written() == written
    again = await compare(busy, whole=True)
    assert [one for one in everything(again) if not one.clean] == []


@pytest.mark.timeout(180)
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


@pytest.mark.timeout(180)
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
    for placement in await busy.proposals(PLACEMENTS):
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


@pytest.mark.timeout(180)
async def test_a_reader_that_was_deleted_is_made_again(busy: Department) -> None:
    async with operator_connection(busy.network.settings) as client:
        js = client.jetstream()
        await js.delete_consumer(DEPARTMENT, "supervision__department")
        found = await compare(busy)
        assert [one.note for one in found["supervision"]] == ["durables-mended"]
        await js.consumer_info(DEPARTMENT, "supervision__department")
    await eventually(busy.settled)
