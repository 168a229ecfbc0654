"""The journal reaches the bus: once, in order, whatever stops in between."""

import asyncio
import json
import os
import shutil
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import nats as nats_client
import pytest
from nats.js.api import RawStreamMsg
from nats.js.client import JetStreamContext

from contracts.envelope import from_headers
from contracts.identifiers import Uai
from deploy.embedded.nats import EmbeddedNats
from services.chassis.base import failpoints
from services.chassis.base.settings import Settings
from services.chassis.database.engine import Database
from services.chassis.nats.connection import Bus
from services.chassis.outbox import relay as relay_module
from services.chassis.outbox.relay import Relay
from services.chassis.security.credentials import ServiceCredentials
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from tests.chassis.conftest import make_streams_anew
from tests.chassis.facts import BOURDELLE, MAURY, bureau_event, department_event, scope_of
from tests.chassis.ledger import Ledger
from tests.support.servers import own_folder, running_nats
from tests.support.waiting import eventually

DEPARTMENT, BUREAU = "DEPARTMENT_82", "BUREAU_82"


@asynccontextmanager
async def relaying(database: Database, bus: Bus) -> AsyncIterator[Relay]:
    relay = Relay(database, bus, service=Ledger.name, department="82")
    await relay.start()
    try:
        yield relay
    finally:
        await relay.stop()


async def write(units: UnitsOfWork, count: int, *, uai: Uai = BOURDELLE, first: int = 0) -> None:
    async with units.begin(scope_of(uai)) as uow:
        for number in range(first, first + count):
            uow.publish(department_event(f"Formation {number}"))


async def unsent(superuser: asyncpg.Connection) -> int:
    count: int = await superuser.fetchval("SELECT count(*) FROM journal WHERE sent_at IS NULL")
    return count


def all_sent(superuser: asyncpg.Connection) -> Callable[[], object]:
    async def condition() -> bool:
        return await unsent(superuser) == 0

    return condition


async def messages(jetstream: JetStreamContext, stream: str = DEPARTMENT) -> list[RawStreamMsg]:
    state = (await jetstream.stream_info(stream)).state
    numbers = range(state.first_seq, state.last_seq + 1)
    return [await jetstream.get_msg(stream, number) for number in numbers]


async def labels(jetstream: JetStreamContext) -> list[str]:
    return [json.loads(message.data or b"")["label"] for message in await messages(jetstream)]


def expected(count: int) -> list[str]:
    return [f"Formation {number}" for number in range(count)]


async def test_each_audience_goes_to_its_stream_byte_for_byte(
    units: UnitsOfWork,
    database: Database,
    bus: Bus,
    jetstream: JetStreamContext,
    superuser: asyncpg.Connection,
) -> None:
    async with units.begin(scope_of(BOURDELLE, MAURY)) as uow:
        uow.publish(department_event(), uai=BOURDELLE)
        uow.publish(bureau_event(), uai=BOURDELLE)
        uow.publish(department_event(), uai=MAURY)
    async with relaying(database, bus):
        await eventually(all_sent(superuser))

    rows = await superuser.fetch("SELECT * FROM journal ORDER BY position")
    for stream, audience in ((DEPARTMENT, "department"), (BUREAU, "bureau")):
        wanted = [row for row in rows if row["audience"] == audience]
        sent = await messages(jetstream, stream)
        assert [m.subject for m in sent] == [row["subject"] for row in wanted]
        assert [m.data for m in sent] == [row["payload"].encode() for row in wanted]
        ids = [from_headers(m.headers or {}).id for m in sent]
        assert ids == [row["event_id"] for row in wanted]


async def test_a_row_sent_again_is_kept_though_the_server_remembers_it(
    units: UnitsOfWork,
    database: Database,
    bus: Bus,
    jetstream: JetStreamContext,
    superuser: asyncpg.Connection,
) -> None:
    await write(units, 2)
    async with relaying(database, bus) as relay:
        await eventually(all_sent(superuser))
        await superuser.execute("UPDATE journal SET sent_at = NULL, resends = 1 WHERE sequence = 2")
        relay.wake()
        await eventually(all_sent(superuser))
    assert await labels(jetstream) == [*expected(2), "Formation 1"]
    ids = [message.headers and message.headers["ce-id"] for message in await messages(jetstream)]
    assert ids[1] == ids[2]


async def test_a_long_journal_goes_out_in_order(
    units: UnitsOfWork,
    database: Database,
    bus: Bus,
    jetstream: JetStreamContext,
    superuser: asyncpg.Connection,
) -> None:
    await write(units, 2500)
    async with relaying(database, bus):
        await eventually(all_sent(superuser))
    info = await jetstream.stream_info(DEPARTMENT)
    assert info.state.messages == 2500
    wanted = {0: "Formation 0", 1000: "Formation 1000", 2499: "Formation 2499"}
    for index, label in wanted.items():
        message = await jetstream.get_msg(DEPARTMENT, index + 1)
        assert json.loads(message.data or b"")["label"] == label


async def test_a_commit_wakes_the_relay(
    database: Database,
    bus: Bus,
    jetstream: JetStreamContext,
    superuser: asyncpg.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(relay_module, "POLL_SECONDS", 3600)
    async with relaying(database, bus) as relay:
        await eventually(lambda: relay.leadership.leading and not relay.problems)
        units = UnitsOfWork(database, service=Ledger.name, department="82", wake=relay.wake)
        await write(units, 1)
        await eventually(all_sent(superuser))


async def test_a_commit_in_another_process_wakes_the_relay(
    database: Database,
    bus: Bus,
    jetstream: JetStreamContext,
    superuser: asyncpg.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(relay_module, "POLL_SECONDS", 3600)
    async with relaying(database, bus) as leader:
        await eventually(lambda: leader.leadership.leading and not leader.problems)
        async with relaying(database, bus) as standby:
            units = UnitsOfWork(database, service=Ledger.name, department="82", wake=standby.wake)
            await write(units, 1)
            await eventually(all_sent(superuser))
            assert not standby.leadership.leading


async def test_the_standby_takes_over_when_the_leader_dies(
    units: UnitsOfWork,
    database: Database,
    bus: Bus,
    jetstream: JetStreamContext,
    superuser: asyncpg.Connection,
) -> None:
    async with relaying(database, bus) as leader:
        await eventually(lambda: leader.leadership.leading)
        async with relaying(database, bus) as standby:
            await eventually(lambda: standby.leadership.problem is None)
            assert not standby.leadership.leading
            await leader.stop()
            await write(units, 3)
            await eventually(lambda: standby.leadership.leading)
            await eventually(all_sent(superuser))
    assert await labels(jetstream) == expected(3)


async def test_the_relay_survives_the_loss_of_its_connection(
    units: UnitsOfWork,
    database: Database,
    bus: Bus,
    jetstream: JetStreamContext,
    superuser: asyncpg.Connection,
) -> None:
    async with relaying(database, bus) as relay:
        for turn in range(3):
            await eventually(lambda: relay.leadership.leading)
            await superuser.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE application_name = 'relay' AND datname = current_database()"
            )
            await write(units, 2, first=2 * turn)
            await eventually(all_sent(superuser))
    assert await labels(jetstream) == expected(6)


@pytest.mark.parametrize(
    "name", ["relay.before_publish", "relay.after_publish", "relay.before_mark", "relay.after_mark"]
)
@pytest.mark.parametrize("count", [1, 50])
async def test_a_relay_that_dies_anywhere_loses_and_doubles_nothing(
    units: UnitsOfWork,
    database: Database,
    bus: Bus,
    jetstream: JetStreamContext,
    superuser: asyncpg.Connection,
    name: str,
    count: int,
) -> None:
    await write(units, count)
    failpoints.arm(f"{name}=raise@1")
    try:
        async with relaying(database, bus) as relay:
            await eventually(lambda: relay.leadership.problem == "FailpointReached")
            await write(units, count, first=count)
            await eventually(all_sent(superuser))
    finally:
        failpoints.arm("")
    assert await labels(jetstream) == expected(2 * count)


async def test_a_batch_with_a_row_already_sent_goes_out_one_by_one(
    units: UnitsOfWork,
    database: Database,
    bus: Bus,
    jetstream: JetStreamContext,
    superuser: asyncpg.Connection,
) -> None:
    await write(units, 8)
    async with relaying(database, bus):
        await eventually(all_sent(superuser))
    await superuser.execute("UPDATE journal SET sent_at = NULL WHERE sequence IN (2, 4, 6)")
    await write(units, 5, first=8)
    async with relaying(database, bus):
        await eventually(all_sent(superuser))
    assert await labels(jetstream) == expected(13)


async def test_a_row_refused_for_good_is_shown_and_the_rest_go_on(
    units: UnitsOfWork,
    database: Database,
    bus: Bus,
    jetstream: JetStreamContext,
    superuser: asyncpg.Connection,
) -> None:
    await write(units, 3)
    await superuser.execute("UPDATE journal SET payload = repeat('x', 70000) WHERE sequence = 2")
    async with relaying(database, bus) as relay:
        await eventually(
            lambda: superuser.fetchval(
                "SELECT bool_and(sent_at IS NOT NULL OR send_error IS NOT NULL) FROM journal"
            )
        )
        assert not relay.problems
    refused = await superuser.fetch(
        "SELECT sequence, sent_at, send_error FROM journal WHERE send_error IS NOT NULL"
    )
    assert [(row["sequence"], row["sent_at"]) for row in refused] == [(2, None)]
    assert "10054" in refused[0]["send_error"]
    assert await labels(jetstream) == ["Formation 0", "Formation 2"]


async def test_a_stream_that_is_full_holds_rows_back_in_order(
    units: UnitsOfWork,
    database: Database,
    bus: Bus,
    jetstream: JetStreamContext,
    superuser: asyncpg.Connection,
) -> None:
    config = (await jetstream.stream_info(DEPARTMENT)).config
    await jetstream.update_stream(config, max_msgs=2)
    await write(units, 4)
    async with relaying(database, bus) as relay:
        await eventually(lambda: "10077" in relay.problems.get(DEPARTMENT, ""))
        assert (
            await superuser.fetchval("SELECT count(*) FROM journal WHERE send_error IS NOT NULL")
            == 0
        )
        assert await labels(jetstream) == expected(2)
        await jetstream.update_stream(config, max_msgs=-1)
        await eventually(all_sent(superuser))
        await eventually(lambda: not relay.problems)
    assert await labels(jetstream) == expected(4)


async def test_a_row_that_must_wait_holds_back_those_after_it(
    units: UnitsOfWork,
    database: Database,
    bus: Bus,
    jetstream: JetStreamContext,
    superuser: asyncpg.Connection,
) -> None:
    config = (await jetstream.stream_info(DEPARTMENT)).config
    await jetstream.update_stream(config, max_msgs_per_subject=1, discard_new_per_subject=True)
    await write(units, 2, uai=BOURDELLE)
    await write(units, 1, uai=MAURY)
    async with relaying(database, bus) as relay:
        await eventually(lambda: DEPARTMENT in relay.problems)
        assert len(await messages(jetstream)) == 1
        await jetstream.update_stream(
            config, max_msgs_per_subject=-1, discard_new_per_subject=False
        )
        await eventually(all_sent(superuser))
    sent = [str(message.subject).split(".")[2] for message in await messages(jetstream)]
    assert sent == [BOURDELLE, BOURDELLE, MAURY]


async def test_a_stream_made_anew_is_filled_again(
    units: UnitsOfWork,
    database: Database,
    bus: Bus,
    jetstream: JetStreamContext,
    superuser: asyncpg.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(relay_module, "STREAM_CHECK_SECONDS", 3600)
    async with relaying(database, bus):
        await write(units, 5)
        await eventually(all_sent(superuser))
        await make_streams_anew(jetstream)
        await write(units, 1, first=5)

        async def refilled() -> bool:
            return (await jetstream.stream_info(DEPARTMENT)).state.messages >= 6

        await eventually(refilled)
        await eventually(all_sent(superuser))
    found = await labels(jetstream)
    assert sorted(found) == expected(6)


async def test_a_missing_stream_is_waited_for(
    units: UnitsOfWork,
    database: Database,
    bus: Bus,
    jetstream: JetStreamContext,
    superuser: asyncpg.Connection,
) -> None:
    await jetstream.delete_stream(DEPARTMENT)
    await write(units, 3)
    async with relaying(database, bus) as relay:
        await eventually(lambda: "stream-absent" in relay.problems.get(DEPARTMENT, ""))
        async with units.begin(scope_of(BOURDELLE)) as uow:
            uow.publish(bureau_event())
        await eventually(
            lambda: superuser.fetchval("SELECT sent_at FROM journal WHERE audience = 'bureau'")
        )
        await make_streams_anew(jetstream)
        await eventually(all_sent(superuser))
    assert await labels(jetstream) == expected(3)


class TestOwnServer:
    """With a nats-server of the test's own, that may be stopped, wiped and turned back."""

    @pytest.fixture
    async def server(self) -> AsyncIterator[EmbeddedNats]:
        with own_folder("relay-nats") as folder:
            async with running_nats(folder) as running:
                yield running

    @asynccontextmanager
    async def connected(
        self, server: EmbeddedNats, settings: Settings, credentials: ServiceCredentials
    ) -> AsyncIterator[Bus]:
        bus = await Bus.connect(settings.replaced(nats_url=server.url), credentials)
        yield bus
        await bus.close()

    @asynccontextmanager
    async def administering(self, server: EmbeddedNats) -> AsyncIterator[JetStreamContext]:
        client = await nats_client.connect(server.url)
        yield client.jetstream()
        await client.close()

    async def test_what_is_written_while_nats_is_down_goes_out_in_order_later(
        self,
        units: UnitsOfWork,
        database: Database,
        settings: Settings,
        credentials: ServiceCredentials,
        superuser: asyncpg.Connection,
        server: EmbeddedNats,
    ) -> None:
        async with self.administering(server) as jetstream:
            await make_streams_anew(jetstream)
        async with self.connected(server, settings, credentials) as bus, relaying(database, bus):
            await write(units, 5)
            await eventually(all_sent(superuser))
            os.kill(server.pid, signal.SIGKILL)
            await server.stop()
            for number in range(5, 40):
                await write(units, 1, first=number)
            assert await unsent(superuser) == 35
            await server.start()
            await eventually(all_sent(superuser))
        async with self.administering(server) as jetstream:
            assert await labels(jetstream) == expected(40)

    async def test_a_stream_that_went_back_in_time_is_filled_again(
        self,
        units: UnitsOfWork,
        database: Database,
        settings: Settings,
        credentials: ServiceCredentials,
        superuser: asyncpg.Connection,
        server: EmbeddedNats,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(relay_module, "STREAM_CHECK_SECONDS", 3600)
        async with self.administering(server) as jetstream:
            await make_streams_anew(jetstream)
        async with self.connected(server, settings, credentials) as bus, relaying(database, bus):
            await write(units, 3)
            await eventually(all_sent(superuser))
            await server.stop()
            store = server.config.parent / "jetstream"
            backup = tmp_path / "backup"
            await asyncio.to_thread(shutil.copytree, store, backup)
            await server.start()
            await write(units, 3, first=3)
            await eventually(all_sent(superuser))
            await server.stop()
            await asyncio.to_thread(shutil.rmtree, store)
            await asyncio.to_thread(shutil.copytree, backup, store)
            await server.start()

            async def refilled() -> bool:
                async with self.administering(server) as jetstream:
                    return set(await labels(jetstream)) == set(expected(6))

            await eventually(refilled)
