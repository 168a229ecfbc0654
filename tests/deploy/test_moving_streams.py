"""A store of before the accounts, under the configuration of today: nothing is lost, nor seen twice."""

from __future__ import annotations

import json
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest

from deploy.embedded.nats import EmbeddedNats
from deploy.embedded.ports import free_port
from deploy.nats.accounts import BUS
from deploy.nats.config import MAX_FILE_STORE_BYTES
from deploy.nats.operator_connection import operator_connection
from deploy.nats.provision import provision
from deploy.nats.stream_moves import GLOBAL_ACCOUNT, move_streams, streams_to_move
from deploy.operations.setup import streams_moved_told
from deploy.repair.streams import ask
from deploy.supervisor.up import Options, deployed
from services.chassis.base.settings import Settings
from services.chassis.nats.connection import Bus
from services.chassis.projections.stream_range import read_stream
from tests.chassis.facts import department_event
from tests.deploy.test_provision import SERVICES
from tests.support.bus import Speaker, bus_of, generated, in_one_account
from tests.support.servers import NatsConfig, own_folder
from tests.support.waiting import PATIENCE_SECONDS

STREAM, DURABLE = "DEPARTMENT_82", "supervision__formations"


@dataclass
class Old:
    """What an earlier version left: a folder, its credentials, and the id of its last event."""

    folder: Path
    settings: Settings
    last: UUID

    @property
    def store(self) -> Path:
        return self.folder / "jetstream"

    def streams(self, account: str) -> Path:
        return self.store / "jetstream" / account / "streams"


@pytest.fixture
def folder() -> Iterator[Path]:
    with own_folder("moving") as path:
        yield path


@asynccontextmanager
async def server_on(
    folder: Path, config: NatsConfig, *, moving: bool = False
) -> AsyncIterator[EmbeddedNats]:
    store, port, monitor_port = folder / "jetstream", free_port(), free_port()
    path = folder / "nats-server.conf"
    path.write_text(config(port, monitor_port, store))
    server = EmbeddedNats(
        path,
        port=port,
        monitor_port=monitor_port,
        prepare=lambda: move_streams(store) if moving else None,
    )
    await server.start()
    try:
        yield server
    finally:
        await server.stop()


async def left_by_an_earlier_version(folder: Path) -> Old:
    """Five events of the department; two of them pulled, one acknowledged."""
    settings = Settings(credentials=folder / "credentials")
    last = uuid4()
    async with server_on(folder, in_one_account(settings, SERVICES)) as server:
        here = settings.replaced(nats_url=server.url)
        await provision(here, SERVICES)
        async with bus_of(here, "internships") as bus:
            speaker = Speaker(bus)
            for _ in range(4):
                await speaker.say(department_event())
            await speaker.say(department_event(), event_id=last, headers=named(last))
        async with bus_of(here, "supervision") as bus:
            first = await pulled(bus)
            await bus.request(first[1], b"+ACK")
            assert first[0] == 1
            assert (await pulled(bus))[0] == 2
    return Old(folder, settings, last)


def named(event_id: UUID) -> dict[str, str]:
    """The header by which the server knows an event that is said again."""
    return {"Nats-Msg-Id": str(event_id)}


async def pulled(bus: Bus) -> tuple[int, str]:
    """The number of the next message in the stream, and where it is acknowledged."""
    client = bus.client
    inbox = await client.subscribe(client.new_inbox())
    await bus.publish(
        f"$JS.API.CONSUMER.MSG.NEXT.{STREAM}.{DURABLE}", b'{"batch": 1}', reply=inbox.subject
    )
    message = await inbox.next_msg(timeout=PATIENCE_SECONDS)
    return message.metadata.sequence.stream, message.reply


async def state_of(here: Settings, name: str = DURABLE) -> dict[str, Any]:
    """All of a stream that a reader could tell: birth, messages, and where its durable stands."""
    async with operator_connection(here) as client:
        stream = await ask(client, f"STREAM.INFO.{STREAM}")
        durable = await ask(client, f"CONSUMER.INFO.{STREAM}.{name}")
        found = [
            (message.metadata.sequence.stream, message.subject, message.headers, message.data)
            async for batch in read_stream(client, STREAM, 1, stream["state"]["last_seq"])
            for message in batch
        ]
        return {
            "created": stream["created"],
            "config": stream["config"],
            "messages": found,
            "durable": (durable["created"], durable["ack_floor"], durable["num_ack_pending"]),
        }


async def test_streams_move_with_their_messages_and_the_places_of_their_readers(
    folder: Path,
) -> None:
    old = await left_by_an_earlier_version(folder)
    async with server_on(folder, in_one_account(old.settings, SERVICES)) as server:
        before = await state_of(old.settings.replaced(nats_url=server.url))

    async with server_on(folder, generated(old.settings, SERVICES), moving=True) as server:
        here = old.settings.replaced(nats_url=server.url)
        assert await state_of(here) == before
        assert len(before["messages"]) == 5
        assert before["durable"][1]["stream_seq"] == 1

        await provision(here, SERVICES)
        after = await state_of(here)
        assert (after["created"], after["messages"]) == (before["created"], before["messages"])
        async with bus_of(here, "internships") as bus:
            speaker = Speaker(bus, sequence=5)
            again = await speaker.keep(
                before["messages"][-1][1], b"{}", before["messages"][-1][2] | named(old.last)
            )
            assert (again["seq"], again.get("duplicate")) == (5, True)
            await speaker.say(department_event())
        async with bus_of(here, "supervision") as bus:
            numbers = {(await pulled(bus))[0] for _ in range(5)}
        assert numbers == {2, 3, 4, 5, 6}  # 1 was acknowledged before
    assert streams_to_move(old.store) == []


async def test_a_move_that_was_interrupted_is_ended_by_the_next(folder: Path) -> None:
    old = await left_by_an_earlier_version(folder)
    assert [one.name for one in streams_to_move(old.store)] == ["BUREAU_82", STREAM]
    old.streams(BUS).mkdir(parents=True)
    (old.streams(GLOBAL_ACCOUNT) / STREAM).rename(old.streams(BUS) / STREAM)

    assert move_streams(old.store) == []

    assert {one.name for one in old.streams(BUS).iterdir()} == {"BUREAU_82", STREAM}
    assert move_streams(old.store) == []


async def test_a_stream_its_account_has_already_is_set_aside_and_the_server_is_well(
    folder: Path,
) -> None:
    """What is found where an earlier version was run again on a store of its own."""
    old = await left_by_an_earlier_version(folder)
    left = folder / "left"
    shutil.copytree(old.streams(GLOBAL_ACCOUNT), left)
    async with server_on(folder, generated(old.settings, SERVICES), moving=True) as server:
        before = await state_of(old.settings.replaced(nats_url=server.url))
    aside = old.store / "set-aside"
    for expected in ([f"{STREAM}-1"], [f"{STREAM}-1", f"{STREAM}-2"]):
        shutil.copytree(left, old.streams(GLOBAL_ACCOUNT), dirs_exist_ok=True)

        async with server_on(folder, generated(old.settings, SERVICES), moving=True) as server:
            assert await state_of(old.settings.replaced(nats_url=server.url)) == before

        assert streams_to_move(old.store) == []
        assert [one.name for one in sorted(aside.glob(f"{STREAM}-*"))] == expected
        assert all(list(one.iterdir()) for one in aside.iterdir())


async def test_beside_a_server_that_runs_nothing_is_moved(folder: Path) -> None:
    old = await left_by_an_earlier_version(folder)
    async with server_on(folder, in_one_account(old.settings, SERVICES)) as server:
        here = old.settings.replaced(nats_url=server.url)
        told = streams_moved_told(here, folder)
        assert f"encore dans {old.streams(GLOBAL_ACCOUNT)}. Arrêtez nats-server" in told
        async with operator_connection(here) as client:
            assert (await client.jetstream().stream_info(STREAM)).state.messages == 5

    assert streams_moved_told(here, folder) == ""
    assert {one.name for one in old.streams(BUS).iterdir()} == {"BUREAU_82", STREAM}

    (old.streams(GLOBAL_ACCOUNT) / STREAM).mkdir()
    told = streams_moved_told(here, folder)
    assert f"mis de côté dans {old.store / 'set-aside'}." in told


async def test_up_moves_what_an_earlier_version_left_and_goes_on_with_it(folder: Path) -> None:
    options = Options(folder / "data", fsync=False)
    async with deployed(options) as first:
        before = await state_of(first.settings, "supervision__department")
    store = Old(folder / "data" / "nats", first.settings, uuid4())
    store.streams(BUS).parent.rename(store.streams(GLOBAL_ACCOUNT).parent)

    async with deployed(options) as again:
        after = await state_of(again.settings, "supervision__department")

    assert after["created"] == before["created"]
    assert after["messages"][: len(before["messages"])] == before["messages"]
    assert not store.streams(GLOBAL_ACCOUNT).exists() or not streams_to_move(store.store)


async def test_the_cap_of_the_store_is_not_what_the_disk_has(folder: Path) -> None:
    """Else a server begun on a full disk takes nothing any more, space or not, and says it is well."""
    settings = Settings(credentials=folder / "credentials")
    async with server_on(folder, generated(settings, SERVICES)) as server:
        here = settings.replaced(nats_url=server.url)
        await provision(here, SERVICES)
        async with bus_of(here, "internships") as bus:
            await Speaker(bus).say(department_event())
        url = f"http://127.0.0.1:{server.monitor_port}/jsz"
        async with httpx2.AsyncClient(trust_env=False) as client:
            told = json.loads((await client.get(url)).text)
    assert told["config"]["max_storage"] == MAX_FILE_STORE_BYTES
    assert told["config"]["max_storage"] > shutil.disk_usage(folder).total
